/** Text that Postgres accepts: without NUL and lone surrogates. */
export const storableText = (text: string): string =>
  (text.isWellFormed() ? text : text.toWellFormed()).replaceAll("\0", "\uFFFD");
