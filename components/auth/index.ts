export { Door } from "./door";
export { nextPath, signInPath } from "./next-path";
export { SetupForm } from "./setup-form";
export { SignInForm } from "./sign-in-form";
export { SignedInShell } from "./signed-in-shell";
