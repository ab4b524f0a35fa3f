import { findJsonObjects } from "@/lib/domain/answers";
import type { ModelRequest } from "@/lib/engine";
import { isRecord, tryParseServerJson, type Fields } from "./server-text";
import { UnreadableReply } from "./unreadable-reply";

type FoundText = {
  readonly text: string;
  /** Everything the model wrote, for an estimate of its tokens. */
  readonly written: string;
  readonly isRefusal: boolean;
};

/**
 * Finds the text of an answer where the server put it: in the content, else as the arguments of a
 * tool that it made of the schema, else as JSON among the reasoning. Reasoning without JSON is
 * never an answer, nor is any that was cut off: it holds drafts.
 * @throws UnreadableReply for a choice without any place for a text
 */
export function findText(
  choice: Fields,
  finishReason: string | null,
  { schema }: Pick<ModelRequest, "schema">,
): FoundText {
  const message = messageOf(choice);
  const content = contentText(message.content);
  const reasoning = firstText(message, ["reasoning_content", "reasoning", "thinking"]);
  const found = (text: string): FoundText => ({
    text,
    written: reasoning + text,
    isRefusal: false,
  });
  if (content.trim() !== "") return found(schema ? unwrapCall(content, schema.schema) : content);
  const called = calledArguments(message);
  if (called !== undefined) return found(called);
  const refusal = firstText(message, ["refusal"]) || refusalPart(message.content);
  if (refusal !== "") return { text: refusal, written: refusal, isRefusal: true };
  const isWhole = schema !== undefined && finishReason !== "length";
  const reasoned = isWhole ? findJsonObjects(reasoning).objects.at(-1) : undefined;
  return found(reasoned === undefined ? "" : JSON.stringify(reasoned));
}

/** The message of a choice; that of a stream, or of a completion without chat, in its place. */
function messageOf(choice: Fields): Fields {
  if (isRecord(choice.message)) return choice.message;
  if (isRecord(choice.delta)) return choice.delta;
  if (typeof choice.text === "string") return { content: choice.text };
  throw new UnreadableReply("noAnswer", "JSON without a choice and its message");
}

/** Content as text: in one piece, in parts, or as the JSON that the text would hold. */
function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  if (Array.isArray(content)) return (content as unknown[]).map(partText).join("");
  return isRecord(content) ? JSON.stringify(content) : "";
}

/** The text of a part, except of reasoning and refusals. */
function partText(part: unknown): string {
  if (typeof part === "string") return part;
  if (!isRecord(part) || part.type === "thinking" || part.type === "reasoning") return "";
  return typeof part.text === "string" ? part.text : "";
}

const refusalPart = (content: unknown): string =>
  Array.isArray(content)
    ? (content as unknown[])
        .map((part) => (isRecord(part) ? firstText(part, ["refusal"]) : ""))
        .join("")
    : "";

function firstText(fields: Fields, names: readonly string[]): string {
  for (const name of names) {
    const text = fields[name];
    if (typeof text === "string" && text !== "") return text;
  }
  return "";
}

/** Arguments of a call: an object, or the JSON of one. */
function argumentsText(given: unknown): string | undefined {
  if (isRecord(given)) return JSON.stringify(given);
  return typeof given === "string" && given.trim() !== "" ? given : undefined;
}

/** The arguments of the first tool that was called. */
function calledArguments({ tool_calls: calls, function_call: call }: Fields): string | undefined {
  const [first] = Array.isArray(calls) ? (calls as unknown[]) : [];
  const called = isRecord(first) ? (isRecord(first.function) ? first.function : first) : call;
  return isRecord(called) ? argumentsText(called.arguments) : undefined;
}

/**
 * Unwraps a call that the model wrote as text: `{"name": …, "arguments": …}`, bare or between the
 * tags of its chat template. Text of any other shape, and of a schema with such fields, stays.
 */
function unwrapCall(content: string, schema: Fields): string {
  if (!/"(?:arguments|parameters)"/.test(content)) return content;
  const { properties } = schema;
  const isOwn =
    isRecord(properties) && ["arguments", "parameters"].some((own) => own in properties);
  if (isOwn) return content;
  const objects = findJsonObjects(content).objects.map((object) =>
    isRecord(object.function) ? object.function : object,
  );
  const call = objects.findLast(
    ({ name, arguments: given, parameters }) =>
      typeof name === "string" && (given !== undefined || parameters !== undefined),
  );
  const text = call && argumentsText(call.arguments ?? call.parameters);
  return text !== undefined && isRecord(tryParseServerJson(text)) ? text : content;
}
