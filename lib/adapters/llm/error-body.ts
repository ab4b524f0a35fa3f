import { HttpStatusFailure } from "./http-failure";
import { isRecord, tryParseServerJson, type Fields } from "./server-text";

/** What the many shapes of an error have in common. */
type ErrorBody = {
  readonly message?: string;
  /** The parameters that it names as its subject, apart from its words. */
  readonly params: readonly string[];
  /** A status of HTTP within the body. */
  readonly status?: number;
  /** Names of its kind: `invalid_request_error`, `insufficient_quota`. */
  readonly kinds: readonly string[];
};

/** Errors are wrapped into errors: gateways quote what their provider said. */
const MAX_DEPTH = 6;

const NOTHING: ErrorBody = { params: [], kinds: [] };

/** Where an error within an error may stand, the most specific first. */
const INNER = ["error", "metadata", "raw", "detail", "message", "errors", "details"];
const INNER_AFTER_MESSAGE = new Set(["errors", "details"]);

/** Reads an error in any of the shapes that servers give it. */
export function readErrorBody(body: unknown, depth = 0): ErrorBody {
  if (depth > MAX_DEPTH) return NOTHING;
  if (typeof body === "string") return readErrorText(body, depth);
  if (Array.isArray(body)) return readErrorList(body as unknown[], depth);
  return isRecord(body) ? readErrorFields(body, depth) : NOTHING;
}

function readErrorText(text: string, depth: number): ErrorBody {
  const inner = /^\s*[[{]/.test(text) ? tryParseServerJson(text) : undefined;
  const read = inner === undefined ? NOTHING : readErrorBody(inner, depth + 1);
  if (read.message !== undefined) return read;
  return text.trim() === "" ? NOTHING : { ...read, message: text };
}

/** All messages of a list, as of FastAPI's; everything else is that of the first. */
function readErrorList(list: readonly unknown[], depth: number): ErrorBody {
  const all = list.slice(0, 20).map((each) => readErrorBody(each, depth + 1));
  const messages = all.flatMap(({ message }) => message ?? []);
  const status = all.find((each) => each.status !== undefined)?.status;
  return {
    ...(messages.length > 0 && { message: messages.join("; ") }),
    params: all.flatMap(({ params }) => params),
    kinds: all.flatMap(({ kinds }) => kinds),
    ...(status !== undefined && { status }),
  };
}

function readErrorFields(fields: Fields, depth: number): ErrorBody {
  const params = [fields.param, ...locationOf(fields)].filter(
    (param): param is string => typeof param === "string" && param !== "",
  );
  const kinds = [fields.type, fields.code, fields.status].filter(
    (kind): kind is string => typeof kind === "string" && !/^\d*$/.test(kind),
  );
  let status = [fields.status, fields.code, fields.status_code, fields.statusCode]
    .map(Number)
    .find((code) => Number.isInteger(code) && code >= 400 && code <= 599);
  const own = messageAt(fields);
  let message: string | undefined;
  for (const name of INNER) {
    if (INNER_AFTER_MESSAGE.has(name) && message !== undefined) break;
    const inner = fields[name] ? readErrorBody(fields[name], depth + 1) : NOTHING;
    // What a provider said stands beside the words of the gateway, and says more.
    message ??= inner.message;
    params.push(...inner.params);
    kinds.push(...inner.kinds);
    status ??= inner.status;
  }
  message ??= own;
  return {
    ...(message !== undefined && { message }),
    params,
    kinds,
    ...(status !== undefined && { status }),
  };
}

/** The path of a field in a complaint about the body of a request: `["body", "seed"]`. */
const locationOf = ({ loc }: Fields): unknown[] =>
  Array.isArray(loc) ? [loc.filter((step) => typeof step === "string").at(-1)] : [];

function messageAt({
  msg,
  loc,
  title,
  error_description: description,
}: Fields): string | undefined {
  const text = [msg, description, title].find((each) => typeof each === "string" && each !== "");
  if (typeof text !== "string") return undefined;
  return Array.isArray(loc) ? `${loc.join(".")}: ${text}` : text;
}

/** The status that belongs to a kind of error, for bodies that do not name one. */
const STATUS_OF_KIND: readonly [RegExp, number][] = [
  [/insufficient.?(quota|credits?|balance|funds)|payment|billing|arrears/i, 402],
  [/unauthori[sz]ed|authenticat|\bauth_|(invalid|incorrect).?(api.?)?key|credentials/i, 401],
  [/permission|forbidden/i, 403],
  [/not.?found|does not exist|unexpected endpoint/i, 404],
  [/rate.?limit|too.?many.?requests|throttl|resource.?exhausted/i, 429],
  [/timeout|timed.?out/i, 504],
  [/overload|unavailable|capacity|loading/i, 503],
  [/bad.?request|invalid.?(request|param|argument|value)|validation|unsupported/i, 400],
];

const statusOf = ({ kinds, message = "" }: ErrorBody): number => {
  for (const words of [kinds.join(" "), message])
    for (const [pattern, status] of STATUS_OF_KIND) if (pattern.test(words)) return status;
  return 500;
};

/** Whether a field holds an error: some servers send an empty one with every answer. */
const isError = (value: unknown): boolean =>
  typeof value === "string" ? value !== "" : isRecord(value) && Object.keys(value).length > 0;

/**
 * The refusal within a successful response: some gateways answer 200 and put the error of their
 * provider into the body, or into the choice where it happened.
 */
export function refusalIn(body: unknown): HttpStatusFailure | undefined {
  const fields = Array.isArray(body) && body.length > 0 ? (body as unknown[])[0] : body;
  if (!isRecord(fields)) return undefined;
  const [choice] = Array.isArray(fields.choices) ? (fields.choices as unknown[]) : [];
  const error = isError(fields.error)
    ? fields
    : isRecord(choice) && isError(choice.error)
      ? choice
      : (fields.object === "error" || fields.type === "error") && choice === undefined
        ? fields
        : undefined;
  if (error === undefined) return undefined;
  const read = readErrorBody(error);
  return new HttpStatusFailure(read.status ?? statusOf(read), JSON.stringify(error), {});
}
