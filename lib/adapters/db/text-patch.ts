/** The second half of a surrogate pair, which must not be torn from the first. */
const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

/**
 * What makes one text of another: `PREFIX:SUFFIX:MIDDLE`, how many UTF-16 units they share at the
 * beginning and at the end, and what stands between.
 */
export function patchText(base: string, text: string): string {
  const shorter = Math.min(base.length, text.length);
  let prefix = 0;
  while (prefix < shorter && base.charCodeAt(prefix) === text.charCodeAt(prefix)) prefix += 1;
  if (prefix > 0 && isLowSurrogate(text.charCodeAt(prefix))) prefix -= 1;
  let suffix = 0;
  const rest = shorter - prefix;
  while (
    suffix < rest &&
    base.charCodeAt(base.length - 1 - suffix) === text.charCodeAt(text.length - 1 - suffix)
  )
    suffix += 1;
  if (suffix > 0 && isLowSurrogate(text.charCodeAt(text.length - suffix))) suffix -= 1;
  return `${prefix}:${suffix}:${text.slice(prefix, text.length - suffix)}`;
}

/** @throws Error when it is not a patch */
export function restoreText(base: string, patch: string): string {
  const parts = /^(\d+):(\d+):([^]*)$/.exec(patch);
  if (!parts) throw new Error("not a patch of a text");
  const [, prefix, suffix, middle] = parts;
  return base.slice(0, Number(prefix)) + middle + base.slice(base.length - Number(suffix));
}
