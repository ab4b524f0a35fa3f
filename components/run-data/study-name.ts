import { EXAMPLE_STUDY_PREFIX } from "@/lib/contracts/runs";

/** Splits the mark of the built-in example study off the name. */
export function parseStudyName(name: string): { isExample: boolean; name: string } {
  if (!name.startsWith(EXAMPLE_STUDY_PREFIX)) return { isExample: false, name };
  const rest = name.slice(EXAMPLE_STUDY_PREFIX.length).trim();
  return {
    isExample: true,
    name: rest === "" ? name : `${rest.charAt(0).toUpperCase()}${rest.slice(1)}`,
  };
}
