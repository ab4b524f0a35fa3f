import { SYSTEM } from "@/lib/domain/access";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import type { PurgePorts, PurgeStore, RunToRemove, StoredDeletion } from "./ports";

/**
 * How long after its removal a run is looked at once more: calls in flight when it was deleted may
 * have written rows since.
 */
const LAST_LOOK_MS = 60 * 60_000;

/**
 * Removes for good what was deleted and can no longer be restored: rows of runs a chunk at a time,
 * so that other work is not held up, and the thing itself last. Whatever ends it, the next call
 * continues. One process at a time does this.
 * @returns the number of completed deletions
 */
export async function purgeDeletions(ports: PurgePorts, signal?: AbortSignal): Promise<number> {
  const { purges, clock, log } = ports;
  if (!(await isWorkDue(ports))) return 0;
  const done = await purges.exclusively(async () => {
    let count = 0;
    for (const deletion of await purges.due(clock.now())) {
      try {
        if (await purge(ports, deletion, signal)) count += 1;
      } catch (error) {
        if (signal?.aborted === true) break;
        log("deleted data could not be removed; another attempt follows", {
          deletion: deletion.deletionId,
          error: error instanceof Error ? error.message : String(error),
        });
      }
    }
    await lookOnceMore(ports, signal);
    return count;
  });
  return done ?? 0;
}

const isWorkDue = async ({ purges, clock }: PurgePorts): Promise<boolean> =>
  (await purges.due(clock.now())).length > 0 ||
  (await purges.finishedBefore(lastLookFrom(clock))).length > 0;

const lastLookFrom = (clock: PurgePorts["clock"]): Date =>
  new Date(clock.now().getTime() - LAST_LOOK_MS);

async function purge(
  { purges, clock, log }: PurgePorts,
  deletion: StoredDeletion,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { deletionId, kind, id, name, projectId } = deletion;
  if (!(await purges.begin(deletionId, clock.now()))) return false;
  const removing = { purges, deletionId, signal };
  if (kind === "run") {
    const run = await purges.runWithId(id);
    if (run !== null) await removeRun(removing, run);
  } else if (kind === "study") await removeStudy(removing, id);
  else if (kind === "scenario") await purges.removeScenario(id);
  else if (kind === "dataset") await removeDataset(removing, id);
  else await removeProject(removing, id);
  const audit = auditEntry(SYSTEM, "deletion.purge", { projectId, before: { kind, name } });
  await purges.finish(deletionId, clock.now(), audit);
  log("deleted data were removed", { deletion: deletionId, kind, subject: id });
  return true;
}

type Removing = {
  readonly purges: PurgeStore;
  readonly deletionId: string;
  readonly signal: AbortSignal | undefined;
};

async function removeRun(removing: Removing, run: RunToRemove): Promise<void> {
  const { purges, deletionId } = removing;
  await purges.settle(deletionId, run);
  await removeRows(removing, run.key);
  await purges.removeRun(run.id);
  for (const unused of await purges.unusedDatasets(run.datasets))
    await removeDataset(removing, unused);
}

async function removeRows({ purges, signal }: Omit<Removing, "deletionId">, run: number) {
  for (const table of purges.runTables)
    while (await purges.deleteRows(run, table)) signal?.throwIfAborted();
}

/** A fork may have been made of a run while the study was being deleted: then once more. */
async function removeStudy(removing: Removing, studyId: string): Promise<void> {
  do {
    for (const run of await removing.purges.runsOf(studyId)) await removeRun(removing, run);
  } while (!(await removing.purges.removeStudy(studyId)));
}

async function removeDataset({ purges, signal }: Removing, datasetId: string): Promise<void> {
  while (await purges.deleteDatasetRows(datasetId)) signal?.throwIfAborted();
  await purges.removeDataset(datasetId);
}

async function removeProject(removing: Removing, projectId: string): Promise<void> {
  const { purges } = removing;
  do {
    for (const study of await purges.studiesOf(projectId)) await removeStudy(removing, study);
    for (const scenario of await purges.scenariosOf(projectId))
      await purges.removeScenario(scenario);
    for (const dataset of await purges.datasetsOf(projectId))
      await removeDataset(removing, dataset);
  } while (!(await purges.removeProject(projectId)));
}

async function lookOnceMore({ purges, clock }: PurgePorts, signal: AbortSignal | undefined) {
  for (const { deletionId, runs } of await purges.finishedBefore(lastLookFrom(clock))) {
    for (const run of runs) await removeRows({ purges, signal }, run);
    await purges.forget(deletionId);
  }
}
