/** The name of a run within its study. */
export function runLabel({
  arm,
  replicate,
  forkRound,
}: {
  readonly arm: { readonly name: string; readonly count: number };
  readonly replicate: number;
  /** The first own round of a fork; null for other runs. */
  readonly forkRound: number | null;
}): string {
  const run =
    arm.count === 1 ? `Run ${String(replicate)}` : `${arm.name}, run ${String(replicate)}`;
  return forkRound === null ? run : `${run}, forked at round ${String(forkRound)}`;
}
