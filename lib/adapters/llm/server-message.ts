import { startOf } from "@/lib/domain/text/storable-text";
import { readErrorBody } from "./error-body";
import { tryParseServerJson } from "./server-text";

const MAX_SHOWN_LENGTH = 240;
const MAX_COMPLAINT_LENGTH = 4_000;

export const looksLikeHtml = (text: string): boolean =>
  /^\s*(<!doctype|<html|<head|<body|<\?xml)/i.test(text);

function findMessage(body: string): string | undefined {
  const parsed = tryParseServerJson(body);
  if (typeof parsed === "object") return readErrorBody(parsed).message;
  return looksLikeHtml(body) || body.trim().startsWith("{") ? undefined : body;
}

/**
 * Returns the server's message about its refusal, on one short line and without the key; undefined
 * when it has no readable message.
 */
export function serverMessage(body: string, apiKey: string | null): string | undefined {
  const message = findMessage(body)?.replace(/\s+/g, " ").trim();
  if (message === undefined || message === "") return undefined;
  const safe = apiKey === null || apiKey === "" ? message : message.replaceAll(apiKey, "[key]");
  return safe.length > MAX_SHOWN_LENGTH ? `${startOf(safe, MAX_SHOWN_LENGTH)}…` : safe;
}

/** A refusal as far as it says which parameters it concerns. */
export type Complaint = {
  /** The whole response text. */
  readonly text: string;
  /** The message alone; empty where there is none. */
  readonly message: string;
  /** The parameters that it names as its subject, apart from its words. */
  readonly params: readonly string[];
};

export function readComplaint(body: string): Complaint {
  if (looksLikeHtml(body)) return { text: "", message: "", params: [] };
  const text = body.slice(0, MAX_COMPLAINT_LENGTH);
  const { message = "", params } = readErrorBody(body);
  return { text, message: message.slice(0, MAX_COMPLAINT_LENGTH), params };
}

/**
 * Whether a refusal reads like one of the API rather than of a web server that has no such path.
 */
export const isApiRefusal = (body: string): boolean => {
  const parsed = tryParseServerJson(body);
  return typeof parsed === "object" && parsed !== null;
};
