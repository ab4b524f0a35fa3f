/**
 * A 2xx answer that is not one of the chat completions API. A malformed one may be an accident; a
 * web page is not; a choice without an answer is the outcome of this call.
 */
export class UnreadableReply extends Error {
  override readonly name = "UnreadableReply";
  constructor(
    readonly kind: "page" | "broken" | "noAnswer",
    readonly detail: string,
  ) {
    super(detail);
  }
}
