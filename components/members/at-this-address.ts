/** The link at the address under which the reader reaches the app, which others can use too. */
export function atThisAddress(link: string): string {
  const { pathname, hash } = new URL(link);
  return `${window.location.origin}${pathname}${hash}`;
}
