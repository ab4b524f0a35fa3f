declare global {
  // Set by the script in the head of the page; `get-nonce` reads it, too.
  var __webpack_nonce__: string | undefined;
}

/** Returns the nonce that style elements need under the content security policy of the page. */
export const styleNonce = (): { nonce?: string } => {
  const nonce = globalThis.__webpack_nonce__;
  return nonce === undefined ? {} : { nonce };
};
