import type { CallFailureReason } from "@/lib/domain/answers";
import { looksLikeHtml } from "./server-message";

/** Statuses about the key, the address, the account or the load: no content can cause them. */
const ABOUT_ENDPOINT: ReadonlySet<number> = new Set([401, 402, 404, 405, 407, 408, 409, 425, 429]);

const ABOUT_CONTENT = new RegExp(
  [
    "content[_ -]?(?:filter|management|polic|violation|moderat|safety|block|risk|exists? risk)",
    "response was filtered|filtered due to|moderation|flagged",
    "\\b(?:safety|unsafe|harmful|inappropriate)\\b|responsible[_ ]?ai|data_?inspection_?failed",
    "\\bguardrails?\\b|prohibited[_ ](?:content|use)|sensitive (?:content|words?|information)",
    "(?:usage|use|community|acceptable use) (?:polic|guideline)",
    "violat\\w+[^.]{0,60}(?:polic|guideline|terms)",
    "(?:prompt|input|message|content)s?\\b[^.]{0,40}\\b(?:blocked|rejected by|not allowed by)",
  ].join("|"),
  "i",
);
/** A person or key that a provider has shut out: no other prompt would be answered either. */
const ABOUT_ACCOUNT = new RegExp(
  "(?:account|organi[sz]ation|api[_ -]?key|user|access|ip address)\\b[^.]{0,60}" +
    "\\b(?:flagged|suspended|deactivated|disabled|blocked|banned|violat\\w*|terminated)",
  "i",
);

const TOO_LONG = new RegExp(
  [
    "context[_ ]?(?:length|window|size)|reduce the length|too many (?:input |prompt )?tokens",
    "(?:prompt|input|messages?|request|conversation|contents?)s?\\b[^.]{0,30}\\btoo (?:long|large)",
    "(?:prompt|input)[_ ]tokens?\\b[^.]{0,60}\\b(?:exceed|limit|maximum|at most|longer|more than)",
    "(?:inputs?|prompt) (?:tokens|length)\\b[^.]{0,60}\\b(?:exceed|must be|maximum|limit)",
    "max(?:imum)? (?:input|prompt|sequence) (?:length|tokens)|string_above_max_length",
    "(?:entity|payload|body) too large",
  ].join("|"),
  "i",
);

/** Codes of servers that check what their model wrote. */
const OUTPUT_CODES =
  /json_validate_failed|output_parse_failed|tool_use_failed|failed_generation|invalid_model_output/i;
const ABOUT_OUTPUT = new RegExp(
  [
    "(?:model|llm|assistant)\\b[^.]{0,40}\\b" +
      "(?:generated|produced|returned|wrote|output|respon\\w+|answer\\w*)\\b" +
      "[^.]{0,60}\\b(?:invalid|malformed|not valid|unpars\\w+)",
    "\\b(?:output|completion|generation|generated (?:text|json)|response|answer)\\b[^.]{0,60}" +
      "\\b(?:invalid json|malformed|not valid json|unpars\\w+|(?:could|can) ?not be parsed|" +
      "failed to parse|did not match|does not (?:match|conform))",
    "(?:invalid|malformed) (?:json )?(?:output|response|generation|completion)\\b",
    "(?:failed|unable) to (?:generate|produce)\\b[^.]{0,40}\\bjson",
    "(?:could not|couldn't|failed to|unable to|cannot|error) ?pars(?:e|ing)\\b[^.]{0,60}" +
      "\\b(?:output|response|completion|generat\\w+|answer|llm|model)\\b",
    "failed to parse input at pos",
  ].join("|"),
  "i",
);
/** Complaints about what was sent, which name the output in passing. */
const ABOUT_SENT =
  /response[_ ]format|request body|json[_ ]?schema|grammar|guided|unsupported|not supported|model_?name/i;

/** The parts of an error in which servers say what happened; others may quote the prompt. */
const MESSAGE_FIELDS = new Set(
  (
    "error errors innererror metadata detail details message msg code type status reason reasons " +
    "title object"
  ).split(" "),
);
/** Fields whose presence alone gives the reason. */
const MEANINGFUL_NAMES = ["failed_generation", "flagged_input"];
const MAX_DEPTH = 5;
const MAX_COMPLAINT_LENGTH = 2_000;

function collectTexts(value: unknown, depth: number, texts: string[]): void {
  if (typeof value === "string") texts.push(value.slice(0, MAX_COMPLAINT_LENGTH));
  else if (typeof value === "object" && value !== null && depth < MAX_DEPTH) {
    const isList = Array.isArray(value);
    for (const [name, part] of Object.entries(value)) {
      if (MEANINGFUL_NAMES.includes(name)) texts.push(name);
      if (isList || MESSAGE_FIELDS.has(name)) collectTexts(part, depth + 1, texts);
    }
  }
}

/** What a server says about its refusal, without what it quotes of the request. */
function readComplaint(body: string): string {
  if (looksLikeHtml(body)) return "";
  try {
    const texts: string[] = [];
    collectTexts(JSON.parse(body), 0, texts);
    return texts.join(" · ").slice(0, MAX_COMPLAINT_LENGTH);
  } catch {
    // Not JSON: some servers answer with the bare sentence.
    return body.slice(0, MAX_COMPLAINT_LENGTH);
  }
}

/**
 * Returns why a refusal concerns this call alone; undefined where its text does not say so. By what
 * servers say rather than by their status: a filter of content answers 400, 403, 422, 451 or 500.
 */
export function callFailureReason(status: number, body: string): CallFailureReason | undefined {
  if (ABOUT_ENDPOINT.has(status)) return undefined;
  if (status === 451) return "refused";
  if (status === 413) return "promptTooLong";
  const words = readComplaint(body);
  if (OUTPUT_CODES.test(words)) return "invalidOutput";
  if (ABOUT_CONTENT.test(words) && !ABOUT_ACCOUNT.test(words)) return "refused";
  if (status === 403) return undefined;
  if (TOO_LONG.test(words)) return "promptTooLong";
  return ABOUT_OUTPUT.test(words) && !ABOUT_SENT.test(words) ? "invalidOutput" : undefined;
}
