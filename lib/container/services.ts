import { bindAccounts } from "./areas/accounts";
import { bindBackup } from "./areas/backup";
import { bindDatasets } from "./areas/datasets";
import { bindDeletions } from "./areas/deletions";
import { bindEndpoints } from "./areas/endpoints";
import { bindExecution } from "./areas/execution";
import { bindGuide } from "./areas/guide";
import { bindHealth } from "./areas/health";
import { bindInteractions } from "./areas/interactions";
import { bindLogs } from "./areas/logs";
import { bindMembers } from "./areas/members";
import { bindPolls } from "./areas/polls";
import { bindRuns } from "./areas/runs";
import { bindScenarios } from "./areas/scenarios";
import { bindSearch } from "./areas/search";
import { bindStudies } from "./areas/studies";
import { bindTokens } from "./areas/tokens";
import type { Resources } from "./resources";

/** Binds all use cases, called alike by pages, API, workers and command line. */
export const bindServices = (resources: Resources) => ({
  ...bindAccounts(resources),
  ...bindMembers(resources),
  ...bindTokens(resources),
  ...bindScenarios(resources),
  ...bindGuide(resources),
  ...bindStudies(resources),
  ...bindSearch(resources),
  ...bindRuns(resources),
  ...bindInteractions(resources),
  ...bindPolls(resources),
  ...bindDatasets(resources),
  ...bindDeletions(resources),
  ...bindEndpoints(resources),
  ...bindExecution(resources),
  ...bindBackup(resources),
  ...bindHealth(resources),
  ...bindLogs(resources),
});

export type Services = ReturnType<typeof bindServices>;
