import { randomInt } from "node:crypto";
import { networkInterfaces } from "node:os";

const LOOPBACK = ["127.0.0.1", "localhost", "::1"];
const ALL_INTERFACES = ["0.0.0.0", "::"];
/** Without ambiguous characters. */
const CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

export function isLoopbackHost(host: string): boolean {
  return LOOPBACK.includes(host) || host.startsWith("127.");
}

export interface Addresses {
  /** Address to open the app at. */
  appUrl: string;
  /** Every origin from which a browser may reach it. */
  trustedOrigins: string[];
}

/**
 * Addresses of an app on this host and port, with APP_URL and TRUSTED_ORIGINS of the environment.
 */
export function resolveAddresses(
  host: string,
  port: number,
  environment: Readonly<Record<string, string | undefined>>,
): Addresses {
  const reachable = ALL_INTERFACES.includes(host)
    ? ["127.0.0.1", "localhost", ...listInterfaceAddresses()]
    : [host, "127.0.0.1", "localhost"];
  const origins = reachable.map(
    (name) => `http://${name.includes(":") ? `[${name}]` : name}:${port}`,
  );
  const appUrl = environment.APP_URL || origins[0] || "";
  const more = (environment.TRUSTED_ORIGINS ?? "")
    .split(",")
    .filter((origin) => origin.trim() !== "");
  return { appUrl, trustedOrigins: [...new Set([...origins, new URL(appUrl).origin, ...more])] };
}

/**
 * The code for creating the first account if the page can be reached from other machines: eight
 * characters, 39 bits.
 */
export function newSetupCode(): string {
  const letters = Array.from(
    { length: 8 },
    () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)],
  ).join("");
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

function listInterfaceAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  return all
    .filter(({ internal, family }) => !internal && family === "IPv4")
    .map(({ address }) => address);
}
