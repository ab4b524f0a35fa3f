import type { EndpointFault } from "@/lib/contracts/endpoints";
import type { CallFailureReason } from "@/lib/domain/answers";
import type { ModelTarget } from "@/lib/services/models/ports";
import { callFailureReason } from "./call-failure-reason";
import { HttpStatusFailure, CallTimeoutError, TransportFailure } from "./http-failure";
import { FORBIDDEN_ADDRESS } from "./lookup-permitted";
import { isAboutSchema } from "./quirks";
import { parseRetryAfter } from "./retry-after";
import { redactAddress } from "./redact-address";
import {
  type Complaint,
  isApiRefusal,
  looksLikeHtml,
  readComplaint,
  serverMessage,
} from "./server-message";
import { UnreadableReply } from "./unreadable-reply";

export type CalledEndpoint = Pick<ModelTarget, "name" | "baseUrl" | "model" | "apiKey">;

/** Describes a failed call, and whether calling again may help. */
export type Failure = {
  readonly fault: EndpointFault;
  readonly message: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  /** The server is overloaded: fewer concurrent calls are needed. */
  readonly overloaded?: boolean;
  /** Why this call failed, where the server answers others. */
  readonly reason?: CallFailureReason;
  /** The server's complaint, for adapting the call. */
  readonly complaint?: Complaint;
};

const CHECK_ADDRESS = "Check the address: it usually ends with /v1.";

const OUT_OF_CREDIT =
  /insufficient.?(?:quota|credits?|balance|funds)|exceeded your current quota|billing/i;

const nameEndpoint = (asked: CalledEndpoint): string =>
  `The endpoint “${asked.name}” (${redactAddress(asked.baseUrl)})`;

/** What a server did with the call, as predicates. */
const CALL_FAILURES: Readonly<Record<CallFailureReason, string>> = {
  refused: "refused the content of this prompt",
  promptTooLong: "refused this prompt as too long for its context",
  invalidOutput: "could not read what its model wrote",
  unreadable: "sent no answer",
  serverError: "failed on this call",
  badRequest: "refused the call",
};

function describeStatus(failure: HttpStatusFailure, asked: CalledEndpoint): Failure {
  const { status, body } = failure;
  const who = nameEndpoint(asked);
  const reason = serverMessage(body, asked.apiKey);
  const quote = reason === undefined ? "" : ` Its message: ${reason}`;
  const retryAfterMs = parseRetryAfter(failure.headers, Date.now());
  const again = { retryable: true, ...(retryAfterMs !== undefined && { retryAfterMs }) };

  if (status < 400) {
    const { location } = failure.headers;
    const target =
      location === undefined ? "another address" : redactAddress(location, asked.baseUrl);
    return {
      fault: "notOpenAi",
      retryable: false,
      message:
        `${who} redirects to ${target} (${status}). Redirects are not followed: enter ` +
        "the final address.",
    };
  }
  if (status === 402 || ((status === 403 || status === 429) && OUT_OF_CREDIT.test(body)))
    return {
      fault: "noCredit",
      retryable: false,
      message:
        `${who} refused the call (${status}): its credit or quota is used up. Add credit, or use ` +
        `another endpoint.${quote}`,
    };
  const callReason = callFailureReason(status, body);
  if (callReason !== undefined)
    return {
      fault: status >= 500 ? "serverError" : "badRequest",
      retryable: false,
      reason: callReason,
      message: `${who} ${CALL_FAILURES[callReason]} (${status}).${quote}`,
    };
  switch (status) {
    case 401:
    case 403: {
      const advice =
        asked.apiKey === null
          ? "It requires an API key: enter one."
          : `Check the key and that it may use the model “${asked.model}”.`;
      return {
        fault: "unauthorised",
        retryable: false,
        message: `${who} refused the call (${status}). ${advice}${quote}`,
      };
    }
    case 404:
    case 405: {
      const isApi = isApiRefusal(body);
      const advice = isApi
        ? `It does not serve the model “${asked.model}”.${quote}`
        : `It has no chat completions API at this address. ${CHECK_ADDRESS}`;
      return {
        fault: isApi ? "noModel" : "noApi",
        retryable: false,
        message: `${who} answered “not found” (${status}). ${advice}`,
      };
    }
    case 408:
      return {
        fault: "timeout",
        ...again,
        overloaded: true,
        message: `${who} timed out (408). It may be overloaded: lower the endpoint's concurrency.`,
      };
    case 429:
      return {
        fault: "rateLimited",
        ...again,
        overloaded: true,
        message:
          `${who} reached its rate limit (429). Lower the endpoint's concurrency or ` +
          `wait.${quote}`,
      };
  }
  if (status >= 500) {
    const permanent = status === 501 || status === 505;
    const overloaded = status === 503 || status === 504 || status === 529;
    return {
      fault: "serverError",
      ...again,
      retryable: !permanent,
      overloaded,
      complaint: readComplaint(body),
      message:
        `${who} reported an internal error (${status}).${quote} Check that server's log, ` +
        "then try again.",
    };
  }
  const complaint = readComplaint(body);
  const fault = isAboutSchema(complaint) ? "refusedSchema" : "badRequest";
  return {
    fault,
    retryable: status === 409 || status === 425,
    reason: "badRequest",
    complaint,
    message: `${who} refused the call (${status}).${quote === "" ? " It gave no reason." : quote}`,
  };
}

function describeTransportFailure({ code }: TransportFailure, asked: CalledEndpoint): Failure {
  const who = nameEndpoint(asked);
  const host = URL.canParse(asked.baseUrl) ? new URL(asked.baseUrl).hostname : asked.baseUrl;
  const unreachable = (what: string, retryable: boolean): Failure => ({
    fault: "unreachable",
    retryable,
    message: `${who} cannot be reached: ${what}`,
  });
  if (code === "ECONNREFUSED")
    return unreachable(
      "no server is listening there. Start the server, or correct host and port.",
      true,
    );
  if (code === FORBIDDEN_ADDRESS)
    return unreachable(
      `the host name “${host}” leads to an address at which data centres serve credentials of ` +
        "the machine itself. Such addresses are not called.",
      false,
    );
  if (code === "ENOTFOUND")
    return unreachable(
      `the host name “${host}” does not exist. Correct the address, or check the network.`,
      false,
    );
  if (code === "EAI_AGAIN")
    return unreachable(
      `the host name “${host}” could not be looked up. Check the network and the address.`,
      true,
    );
  if (
    ["UND_ERR_CONNECT_TIMEOUT", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN"].includes(
      code,
    )
  ) {
    return unreachable(
      "the host does not respond. Check the address, that the host is running, and any " +
        "firewall in between.",
      true,
    );
  }
  if (
    ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_RES_CONTENT_LENGTH_MISMATCH"].includes(code)
  ) {
    return unreachable(
      "it closed the connection before its answer was complete. Check that the " +
        "server is still running.",
      true,
    );
  }
  if (/SSL|EPROTO|TLS/.test(code))
    return unreachable(
      "it does not speak HTTPS correctly. If the server uses plain HTTP, use http:// instead.",
      false,
    );
  if (/CERT|SIGNATURE|UNABLE_TO/.test(code)) {
    return unreachable(
      `its HTTPS certificate is not trusted (${code}). Give the server a valid one, ` +
        "or add its certificate authority with NODE_EXTRA_CA_CERTS.",
      false,
    );
  }
  if (code.startsWith("HPE_"))
    return {
      fault: "notOpenAi",
      retryable: false,
      message: `${who} does not speak HTTP. Correct the port, or use https:// instead.`,
    };
  if (code === "UND_ERR_RES_EXCEEDED_MAX_SIZE")
    return {
      fault: "notOpenAi",
      retryable: false,
      message: `${who} sent an answer that exceeds the size limit. ${CHECK_ADDRESS}`,
    };
  return unreachable(`the connection failed (${code}). Check the address and the network.`, true);
}

/**
 * Describes a failed call for a researcher: what happened, at which endpoint, what to do. Never
 * contains a key or the credentials of an address. Null for errors of this program rather than of
 * the server or the network.
 */
export function describeFailure(
  error: unknown,
  asked: CalledEndpoint,
  timeoutMs: number,
): Failure | null {
  if (error instanceof HttpStatusFailure) return describeStatus(error, asked);
  if (error instanceof TransportFailure) return describeTransportFailure(error, asked);
  const who = nameEndpoint(asked);
  if (error instanceof CallTimeoutError) {
    const seconds = Math.round(timeoutMs / 100) / 10;
    return {
      fault: "timeout",
      retryable: true,
      overloaded: true,
      message:
        `${who} did not finish its answer within ${seconds} s. It may be overloaded, ` +
        "or still loading its model: lower its concurrency, or raise its timeout.",
    };
  }
  if (error instanceof UnreadableReply && error.kind === "noAnswer")
    return {
      fault: "notOpenAi",
      retryable: false,
      reason: "unreadable",
      message: `${who} ${CALL_FAILURES.unreadable}: its response is ${error.detail}.`,
    };
  if (error instanceof UnreadableReply) {
    return {
      fault: "notOpenAi",
      retryable: error.kind === "broken",
      message:
        `${who} does not respond like an OpenAI-compatible server: it sent ` +
        `${error.detail}. ${CHECK_ADDRESS}`,
    };
  }
  if (error instanceof SyntaxError) {
    return {
      fault: "notOpenAi",
      retryable: !looksLikeHtml(error.message),
      message:
        `${who} sent truncated or malformed JSON. If this persists, check that ` + "server's log.",
    };
  }
  return null;
}
