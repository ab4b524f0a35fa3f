/** The names under which browsers reach the app, and the origins of its own pages. */
export type TrustedNames = {
  /** Whether a `Host` header names this installation, under any port. */
  hasHost(host: string | null): boolean;
  /** Whether a page of this origin belongs to the app that received the request as `host`. */
  hasOrigin(origin: string, host: string | null): boolean;
};

/** A name or an address in brackets, optionally with a port. */
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i;

const LOOPBACK_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

const hostOf = (url: string): string => new URL(url).hostname.toLowerCase().replace(/\.$/, "");

function parseHost(host: string | null): { name: string; port: string } | null {
  if (host === null || !HOST.test(host)) return null;
  const url = `http://${host}`;
  return URL.canParse(url) ? { name: hostOf(url), port: new URL(url).port } : null;
}

/**
 * Builds the trusted names of an installation from the addresses it is configured with. Names of
 * the local machine are always among them. Ports of `Host` do not matter, because a forwarded port
 * may be any; an origin counts if it is configured, or is the very address the request was sent to.
 * Without the check of `Host`, a page whose name is made to resolve to this machine (DNS rebinding)
 * would be of the same origin as the app.
 */
export function trustedNames(urls: readonly string[]): TrustedNames {
  const names = new Set(urls.map(hostOf));
  const origins = new Set(urls.map((url) => new URL(url).origin));
  // A page that came unencrypted under the name of a server that encrypts is not the app's.
  const encrypted = new Set(urls.filter((url) => url.startsWith("https:")).map(hostOf));
  const hasName = (name: string): boolean => LOOPBACK_NAME.test(name) || names.has(name);
  return {
    hasHost(host) {
      const parsed = parseHost(host);
      return parsed !== null && hasName(parsed.name);
    },
    hasOrigin(origin, host) {
      if (!URL.canParse(origin)) return false;
      const { protocol, origin: canonical } = new URL(origin);
      if (protocol !== "http:" && protocol !== "https:") return false;
      if (origins.has(canonical)) return true;
      const parsed = parseHost(host);
      const sameHost = parseHost(new URL(origin).host);
      return (
        parsed !== null &&
        sameHost !== null &&
        hasName(parsed.name) &&
        (protocol === "https:" || !encrypted.has(parsed.name)) &&
        parsed.name === sameHost.name &&
        parsed.port === sameHost.port
      );
    },
  };
}
