export { Providers } from "./providers";
export { SignedInShell } from "./signed-in-shell";
