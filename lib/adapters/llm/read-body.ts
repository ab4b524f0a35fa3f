import { refusalIn } from "./error-body";
import { isEventStream, joinEvents } from "./event-stream";
import { looksLikeHtml } from "./server-message";
import { parseServerJson } from "./server-text";
import { UnreadableReply } from "./unreadable-reply";

/**
 * Reads the body of a successful response, as every reader of chats, embeddings and model lists
 * does first: JSON of any content type, or the events of a stream that was not asked for.
 * @throws HttpStatusFailure where it holds a refusal; UnreadableReply where it is neither
 */
export function readBody(body: unknown): unknown {
  try {
    const read = typeof body === "string" ? readText(body) : body;
    const refusal = refusalIn(read);
    if (refusal !== undefined) throw refusal;
    return read;
  } catch (error) {
    if (error instanceof RangeError)
      throw new UnreadableReply("broken", "JSON that is nested too deeply");
    throw error;
  }
}

function readText(text: string): unknown {
  if (looksLikeHtml(text)) throw new UnreadableReply("page", "a web page");
  if (isEventStream(text)) return joinEvents(text);
  try {
    return parseServerJson(text);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new UnreadableReply(
      text.trimStart().startsWith("{") ? "broken" : "page",
      "text that is not JSON",
    );
  }
}
