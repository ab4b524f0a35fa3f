const KEY = "invitation";

/**
 * Returns the token after the # of this page's address, or the one that this tab opened the page
 * with before its visitor signed in: in the address of the sign-in page it would reach the server's
 * logs. Empty without any.
 */
export function readLinkToken(): string {
  const token = window.location.hash.slice(1);
  if (token === "") return sessionStorage.getItem(KEY) ?? "";
  sessionStorage.setItem(KEY, token);
  return token;
}

/** Forgets a token that was used. */
export const forgetLinkToken = (): void => sessionStorage.removeItem(KEY);
