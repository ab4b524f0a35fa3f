/** An address as it may be shown: without name, password, query or trailing slash. */
export function shownAddress(baseUrl: string): string {
  if (!URL.canParse(baseUrl)) return "an address that cannot be read";
  const url = new URL(baseUrl);
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, "")}`;
}
