/**
 * Returns an address, perhaps relative to another, for display: without user name, password, query
 * or trailing slash.
 */
export function redactAddress(address: string, base?: string): string {
  if (!URL.canParse(address, base)) return "an address that cannot be read";
  const url = new URL(address, base);
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, "")}`;
}
