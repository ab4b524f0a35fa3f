/** Link-local addresses: data centres serve the machine's own credentials there. */
const LINK_LOCAL_V4 = /^169\.254\./;
const LINK_LOCAL_V6 = /^\[fe[89ab]/i;
const MAPPED_LINK_LOCAL = /^\[::ffff:a9fe:/i;
const METADATA_HOSTS = new Set([
  "metadata.google.internal",
  "metadata.goog",
  "[fd00:ec2::254]",
  "100.100.100.200",
]);

/**
 * Removes trailing slashes, and the path of a single call, which people often paste along. Expects
 * a valid http(s) URL.
 */
export function normalizeAddress(baseUrl: string): string {
  const url = new URL(baseUrl.trim());
  const path = url.pathname
    .replace(/\/+$/, "")
    .replace(/\/(chat\/)?completions$|\/(models|embeddings)$/, "");
  return url.origin + path.replace(/\/+$/, "");
}

/**
 * Returns why an address cannot be an endpoint's, or null. Host names are not resolved:
 * administrators are trusted with the targets of theirs.
 */
export function addressProblem(baseUrl: string): string | null {
  const url = new URL(baseUrl);
  if (url.username !== "" || url.password !== "")
    return "Remove user name and password from the address, and enter a key in its own field.";
  if (url.search !== "" || url.hash !== "")
    return "The address must end with its path, as in …/v1, without “?” or “#”.";
  const host = url.hostname.replace(/\.$/, "");
  if (
    LINK_LOCAL_V4.test(host) ||
    LINK_LOCAL_V6.test(host) ||
    MAPPED_LINK_LOCAL.test(host) ||
    METADATA_HOSTS.has(host)
  ) {
    return "This is an address of the machine's own network or data centre, not of a model server.";
  }
  return null;
}
