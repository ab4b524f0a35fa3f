export { AccountFields } from "./account-fields";
export { SignedOutPage } from "./signed-out-page";
export { safeNextPath, signInPath } from "./next-path";
export { OidcButton } from "./oidc-button";
export { SetupForm } from "./setup-form";
export { forgetLinkToken, readLinkToken } from "./link-token";
export { loadPage } from "./load-page";
export { SignInForm } from "./sign-in-form";
export { SignedInShell } from "./signed-in-shell";
