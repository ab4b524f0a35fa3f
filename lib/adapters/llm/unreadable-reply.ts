/**
 * A 2xx answer that is not one of the chat completions API. A malformed one may be an accident; a
 * web page is not.
 */
export class UnreadableReply extends Error {
  override readonly name = "UnreadableReply";
  constructor(
    readonly kind: "page" | "broken",
    readonly detail: string,
  ) {
    super(detail);
  }
}
