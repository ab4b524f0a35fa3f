import { isMetadataHost } from "@/lib/domain/internet/metadata-address";

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
 * Returns why an address cannot be an endpoint's, or null. Host names are resolved, and checked,
 * when they are called: they may lead elsewhere by then. Addresses of the local machine and of
 * private networks are those of most labs' servers.
 */
export function addressProblem(baseUrl: string): string | null {
  const url = new URL(baseUrl);
  if (url.username !== "" || url.password !== "")
    return "Remove user name and password from the address, and enter a key in its own field.";
  if (url.search !== "" || url.hash !== "")
    return "The address must end with its path, as in …/v1, without “?” or “#”.";
  if (isMetadataHost(url.hostname))
    return "This is an address of the machine's own network or data centre, not of a model server.";
  return null;
}
