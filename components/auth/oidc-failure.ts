const NOT_VERIFIED =
  "Your e-mail address is not verified there. Verify it, then sign in again; or sign in with a " +
  "password.";

/** Why a sign-in by the server was refused, by the code in the address that it led back to. */
const REFUSALS: Readonly<Record<string, string>> = {
  email_not_verified: NOT_VERIFIED,
  // Of an address that has an account here.
  account_not_linked: NOT_VERIFIED,
  not_invited:
    "Nobody has invited your e-mail address. Ask the owner of a project for an invitation.",
  not_set_up: "This installation has no owner yet. Create the first account with a password.",
  access_denied: "You cancelled, or are not allowed to use Microcosm there.",
  state_mismatch:
    "Too much time passed, or you began in another browser or under another address. Try again.",
};

/** Returns the words for the code of a failed sign-in. */
export const describeOidcFailure = (code: string): string =>
  REFUSALS[code] ?? "The sign-in could not be completed. Try again, or sign in with a password.";
