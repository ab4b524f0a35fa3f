import { toJsonPointer, type ScenarioProblem } from "@/lib/domain/scenario";

const MESSAGE =
  "contains a character that cannot be stored (NUL or half of a surrogate pair): remove it";

/** Finds the texts within a JSON value that cannot be stored, each with its pointer. */
export function findUnstorableTexts(
  value: unknown,
  path: readonly PropertyKey[] = [],
): ScenarioProblem[] {
  if (typeof value === "string")
    return value.isWellFormed() && !value.includes("\0")
      ? []
      : [{ pointer: toJsonPointer(path), message: MESSAGE }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => findUnstorableTexts(item, [...path, key]));
}
