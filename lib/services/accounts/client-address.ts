/** An IPv4 or IPv6 address, perhaps with a port or a zone. */
const ADDRESS = /^[0-9a-fA-F:.[\]%]{2,64}$/;

/**
 * The network address a request says it comes from, or null. The server fills the header from the
 * connection where no proxy has; a client that reaches it directly can claim any address, so this
 * is for the record and never decides anything.
 */
export function clientAddress(request: Headers): string | null {
  const first = request.get("x-forwarded-for")?.split(",")[0]?.trim() ?? "";
  return ADDRESS.test(first) ? first : null;
}
