import { z } from "zod";

const MAX_SHOWN_LENGTH = 240;
const MAX_COMPLAINT_LENGTH = 4_000;

const errorBody = z.looseObject({
  error: z.union([z.string(), z.looseObject({ message: z.string() })]).optional(),
  message: z.string().optional(),
  detail: z
    .union([
      z.string(),
      z.array(
        z.looseObject({
          msg: z.string(),
          loc: z.array(z.union([z.string(), z.number()])).optional(),
        }),
      ),
    ])
    .optional(),
});

export const looksLikeHtml = (text: string): boolean =>
  /^\s*(<!doctype|<html|<head|<body|<\?xml)/i.test(text);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function findMessage(body: string): string | undefined {
  const parsed = errorBody.safeParse(parseJson(body));
  if (!parsed.success) return looksLikeHtml(body) || body.trim().startsWith("{") ? undefined : body;
  const { error, message, detail } = parsed.data;
  if (error !== undefined) return typeof error === "string" ? error : error.message;
  if (message !== undefined) return message;
  if (typeof detail === "string") return detail;
  return detail?.map(({ msg, loc }) => `${(loc ?? []).join(".")}: ${msg}`).join("; ");
}

/**
 * Returns the server's message about its refusal, on one short line and without the key; undefined
 * when it has no readable message.
 */
export function serverMessage(body: string, apiKey: string | null): string | undefined {
  const message = findMessage(body)?.replace(/\s+/g, " ").trim();
  if (message === undefined || message === "") return undefined;
  const safe = apiKey === null || apiKey === "" ? message : message.replaceAll(apiKey, "[key]");
  return safe.length > MAX_SHOWN_LENGTH ? `${safe.slice(0, MAX_SHOWN_LENGTH)}…` : safe;
}

/** The whole response text, for distinguishing complaints. */
export const complaintText = (body: string): string =>
  looksLikeHtml(body) ? "" : body.slice(0, MAX_COMPLAINT_LENGTH);

/**
 * Whether a refusal reads like one of the API rather than of a web server that has no such path.
 */
export const isApiRefusal = (body: string): boolean => errorBody.safeParse(parseJson(body)).success;
