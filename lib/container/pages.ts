// Entry point for the code that runs before a page: without the container and what it loads.
import { env } from "@/lib/config/env";
import { describeUntrustedHost } from "@/lib/services/requests/require-trusted-request";
import { trustedNames, type TrustedNames } from "@/lib/services/requests/trusted-names";

let names: TrustedNames | undefined;

/** Returns why a page is not shown to a request for this host; null where it is. */
export function hostProblem(host: string | null): string | null {
  const { APP_URL, TRUSTED_ORIGINS } = env();
  names ??= trustedNames([APP_URL, ...TRUSTED_ORIGINS]);
  return names.hasHost(host) ? null : describeUntrustedHost(host);
}

/** Whether browsers reach the app over an encrypted connection. */
export const isEncrypted = (): boolean => env().APP_URL.startsWith("https:");
