/** Text as Postgres takes it: no NUL, no half of a surrogate pair. */
export const storableText = (text: string): string =>
  (text.isWellFormed() ? text : text.toWellFormed()).replaceAll("\0", "\uFFFD");
