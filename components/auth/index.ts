export { SignedOutPage } from "./signed-out-page";
export { safeNextPath, signInPath } from "./next-path";
export { OidcButton } from "./oidc-button";
export { forgetLinkToken, readLinkToken } from "./link-token";
export { loadPage } from "./load-page";
export { callAuth } from "./call-auth";
export { SignInForm } from "./sign-in-form";
