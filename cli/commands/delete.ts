import type { Services } from "@/lib/container";
import type { Deletion, DeletionKind, DeletionPreview } from "@/lib/contracts/deletions";
import { SYSTEM } from "@/lib/domain/access";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";
import { confirm } from "./confirm";
import { withServices } from "./instance";

export type DeleteOptions = {
  readonly yes?: true;
  /** ID of a deletion, or of what was deleted. */
  readonly undo?: string;
};

/**
 * `delete KIND ID [--yes]`: deletes a study, run or scenario, which can be undone for ten minutes.
 * `delete --undo ID` restores it. One line of JSON.
 */
export async function deleteCommand(
  kind: DeletionKind | undefined,
  id: string | undefined,
  { yes, undo }: DeleteOptions,
): Promise<ExitCode> {
  if (undo !== undefined) {
    if (kind !== undefined)
      throw new CommandError(EXIT.usage, ["--undo takes the place of what is to be deleted."]);
    return withServices({}, (services) => restore(services, undo));
  }
  if (kind === undefined || id === undefined)
    throw new CommandError(EXIT.usage, [
      "Say what to delete: microcosm delete study|run|scenario ID, or delete --undo ID",
    ]);
  if (yes === undefined && !process.stdin.isTTY)
    throw new CommandError(EXIT.usage, [
      "Nobody can be asked without a terminal. To delete without a question, add --yes.",
    ]);
  return withServices({}, async (services) => {
    const preview = await services.previewDeletion(SYSTEM, { kind, id });
    console.error(describePreview(preview));
    const terminal = { input: process.stdin, output: process.stderr };
    if (yes === undefined && !(await confirm("Delete it?", terminal))) {
      console.error("Nothing was deleted.");
      return EXIT.invalid;
    }
    const deletion = await services.deleteSubject(SYSTEM, { kind, id });
    console.error(
      `Deleted. It can be restored until ${deletion.purgeAt}: ` +
        `microcosm delete --undo ${deletion.id}`,
    );
    printDeletion(deletion, preview);
    return EXIT.ok;
  });
}

async function restore(services: Services, id: string): Promise<ExitCode> {
  const { deletions } = await services.listDeletions(SYSTEM);
  const found = deletions.find(({ subjectId }) => subjectId === id);
  const restored = await services.undoDeletion(SYSTEM, found?.id ?? id);
  console.error(`Restored the ${restored.kind} ${restored.name}.`);
  console.log(
    JSON.stringify({ restored: restored.kind, id: restored.subjectId, name: restored.name }),
  );
  return EXIT.ok;
}

function printDeletion(
  { id, kind, subjectId, name, purgeAt }: Deletion,
  { runs, decisions }: DeletionPreview,
): void {
  const counts = kind === "scenario" ? {} : { runs, decisions };
  console.log(
    JSON.stringify({ deletionId: id, kind, id: subjectId, name, ...counts, undoUntil: purgeAt }),
  );
}

/** Says what a deletion takes with it, and what it leaves. */
export function describePreview({
  kind,
  name,
  within,
  runs,
  activeRuns,
  decisions,
  retainedFor,
}: DeletionPreview): string {
  const subject = `${kind} “${name}”${within === null ? "" : ` of “${within}”`}`;
  if (kind === "scenario")
    return (
      `The ${subject} goes` +
      (retainedFor > 0
        ? `; ${count(retainedFor, "study", "studies")} stay, with the versions that they use.`
        : ".")
    );
  const parts = [
    ...(kind === "study" ? [count(runs, "run", "runs")] : []),
    count(decisions, "decision", "decisions"),
  ];
  const paused =
    activeRuns === 0 ? "" : ` ${count(activeRuns, "active run is", "active runs are")} paused.`;
  return `The ${subject} goes, with ${parts.join(" and ")}.${paused}`;
}

const count = (amount: number, one: string, many: string): string =>
  `${amount.toLocaleString("en")} ${amount === 1 ? one : many}`;
