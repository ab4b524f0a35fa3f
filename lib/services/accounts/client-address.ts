/** An IPv4 or IPv6 address, optionally with a port or a zone. */
const ADDRESS = /^[0-9a-fA-F:.[\]%]{2,64}$/;

/**
 * Returns the network address that a request claims, or null. The server fills the header from the
 * connection unless a proxy has; a client that reaches it directly can claim any address, so it is
 * only logged and never decides anything.
 */
export function clientAddress(request: Headers): string | null {
  const first = request.get("x-forwarded-for")?.split(",")[0]?.trim() ?? "";
  return ADDRESS.test(first) ? first : null;
}
