/** How every token begins, so that scanners of published code recognise one. */
export const TOKEN_START = "mcs_";

const BEARER = /^Bearer +(\S.*)$/i;

/** Returns the token of a request, or null for one that sends none. */
export function readToken(request: Headers): string | null {
  const text = request.get("authorization");
  return text === null ? null : (BEARER.exec(text.trim())?.[1] ?? null);
}

/** Whether a request is made in the name of a token, and not of a session. */
export const hasToken = (request: Headers): boolean => readToken(request) !== null;
