const START = "/studies";

/**
 * Returns the path to open after signing in: a path of this site, whatever the address says.
 * Anything that a browser could take for another host becomes the start page.
 */
export function safeNextPath(wanted: string | string[] | undefined): string {
  if (typeof wanted !== "string" || !wanted.startsWith("/") || !URL.canParse(wanted, SITE))
    return START;
  const url = new URL(wanted, SITE);
  const path = `${url.pathname}${url.search}${url.hash}`;
  // A path of two slashes is another host's address to a browser.
  if (url.origin !== SITE || path.startsWith("//")) return START;
  return /^\/(sign-in|setup)(\/|\?|#|$)/.test(path) ? START : path;
}

const SITE = "http://site.invalid";

export const signInPath = (next: string): string => `/sign-in?next=${encodeURIComponent(next)}`;
