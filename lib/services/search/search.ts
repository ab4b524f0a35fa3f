import { AppError } from "@/lib/contracts/errors";
import type { SearchQuery, SearchResult } from "@/lib/contracts/search";
import { roleHasPermission, type Actor } from "@/lib/domain/access";
import { hasNames, toName } from "@/lib/domain/scenario";
import { searchGuide, type GuidePorts } from "../guide/read-guide";
import { parseSearch, type PopulationPorts } from "../population/list-agents";
import { homeProject } from "../projects/home-project";
import type { ProjectStore } from "../projects/ports";
import { findRun } from "../runs/find-run";
import type { SearchStore } from "./ports";

export type SearchPorts = GuidePorts &
  PopulationPorts & { readonly projects: ProjectStore; readonly search: SearchStore };

/** Matches of each kind: a list for the eye, not a query for a program. */
const LIMIT = 6;

/**
 * Finds studies, runs and scenarios of the current project, agents of the run in view, and sections
 * of the guide. Who may not read the project, or the run, gets none of its things.
 */
export async function search(
  ports: SearchPorts,
  actor: Actor,
  { text, run }: SearchQuery,
): Promise<SearchResult> {
  const words = text.split(/\s+/).filter((word) => word !== "");
  const projectId = await readableProject(ports, actor);
  const within = { projectId: projectId ?? "", words, limit: LIMIT };
  const isEmpty = projectId === null || words.length === 0;
  const [studies, runs, scenarios, agents, guide] = await Promise.all([
    isEmpty ? [] : ports.search.studies(within),
    isEmpty ? [] : ports.search.runs(within),
    isEmpty ? [] : ports.search.scenarios(within),
    run === undefined ? [] : findAgents(ports, actor, { run, text }),
    searchGuide(ports, actor, { text, limit: LIMIT }),
  ]);
  return {
    ...{ studies, runs, scenarios, agents },
    guide: guide.map(({ chapter, chapterTitle, section, title }) => ({
      ...{ chapter, chapterTitle, section, title },
    })),
  };
}

/** Returns the id of the current project; null without one that the actor may read. */
async function readableProject(ports: SearchPorts, actor: Actor): Promise<string | null> {
  const home = await orNull(homeProject(ports, actor));
  return home && roleHasPermission(home.role, "read") ? home.id : null;
}

async function findAgents(
  ports: SearchPorts,
  actor: Actor,
  { run: runId, text }: { readonly run: string; readonly text: string },
): Promise<SearchResult["agents"]> {
  const run = await orNull(findRun(ports, actor, runId, "read"));
  if (!run) return [];
  const { scenario } = await ports.scenarios.get(run.scenarioVersionId);
  const found: SearchResult["agents"] = [];
  for (const [type, { attributes }] of Object.entries(scenario.agents)) {
    const isNamed = hasNames(attributes);
    if (found.length >= LIMIT) break;
    const wanted = parseSearch(type, text);
    const { rows } = await ports.population.find(run.key, type, wanted, LIMIT - found.length);
    for (const { id, values } of rows)
      found.push({ id, name: (isNamed ? toName(values.name) : undefined) ?? null });
  }
  return found;
}

/** What is not found is not among the matches. */
async function orNull<Result>(work: Promise<Result>): Promise<Result | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError && error.code === "notFound") return null;
    throw error;
  }
}
