/**
 * The policy of a page. Only scripts with the nonce of this answer run, and those that they load;
 * nothing is loaded from, framed by or sent to another site. Style elements need the nonce too;
 * style attributes are allowed, because charts and tables place their parts with them, and they
 * cannot load or run anything under this policy.
 */
export function contentSecurityPolicy(nonce: string, { dev }: { readonly dev: boolean }): string {
  return [
    "default-src 'self'",
    // React uses eval in development, for the stacks of server components.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    // The development server adds style elements without a nonce.
    dev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
