import { listAudit } from "@/lib/services/audit/list-audit";
import { createOwner, getSetupState } from "@/lib/services/accounts/create-owner";
import { getViewer, identify } from "@/lib/services/accounts/identify";
import type { Resources } from "../resources";
import { bind } from "./bind";

export const bindAccounts = ({
  accounts,
  exclusive,
  members,
  projects,
  setupCode,
  audit,
}: Resources) => ({
  getSetupState: bind(getSetupState, { members, setupCode }),
  createOwner: bind(createOwner, { accounts, exclusive, members, projects, setupCode }),
  identify: bind(identify, { accounts }),
  listAudit: bind(listAudit, { members, projects, audit }),
  getViewer: bind(getViewer, { accounts, members }),
});
