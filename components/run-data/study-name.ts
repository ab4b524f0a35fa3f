const MARK = "Example:";

/** The example a fresh installation comes with is a study like any other, but says what it is. */
export function readStudyName(name: string): { isExample: boolean; name: string } {
  if (!name.startsWith(MARK)) return { isExample: false, name };
  const rest = name.slice(MARK.length).trim();
  return {
    isExample: true,
    name: rest === "" ? name : `${rest.charAt(0).toUpperCase()}${rest.slice(1)}`,
  };
}
