import { toJsonPointer, type ScenarioProblem } from "@/lib/domain/scenario";

const MAX_PROBLEMS = 200;

/** Lists every problem once, in document order; beyond the first 200, only their number. */
export function listProblems(
  document: unknown,
  problems: readonly ScenarioProblem[],
): readonly ScenarioProblem[] {
  if (problems.length === 0) return [];
  const order = pointerOrder(document);
  const unique = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  const sorted = [...unique.values()]
    .map((problem) => ({ problem, rank: order(problem.pointer) }))
    .sort(
      (left, right) =>
        left.rank - right.rank ||
        (left.problem.position?.from ?? 0) - (right.problem.position?.from ?? 0),
    )
    .map(({ problem }) => problem);
  if (sorted.length <= MAX_PROBLEMS) return sorted;
  const rest = sorted.length - MAX_PROBLEMS + 1;
  return [
    ...sorted.slice(0, MAX_PROBLEMS - 1),
    { pointer: "", message: `${rest} more problems are not shown.` },
  ];
}

/**
 * Returns a sort key for pointers in document order; a pointer to a missing value sorts as its
 * nearest existing parent.
 */
function pointerOrder(document: unknown): (pointer: string) => number {
  const positions = new Map<string, number>();
  const visit = (value: unknown, pointer: string): void => {
    positions.set(pointer, positions.size);
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) visit(inner, pointer + toJsonPointer([key]));
  };
  visit(document, "");
  return (pointer) => {
    for (let at = pointer; ; at = at.slice(0, at.lastIndexOf("/"))) {
      const position = positions.get(at);
      if (position !== undefined || at === "") return position ?? 0;
    }
  };
}
