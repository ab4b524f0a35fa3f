import { describe, expect, it } from "vitest";
import { callFailureReason } from "./call-failure-reason";

const error = (message: string, more: object = {}): string =>
  JSON.stringify({ error: { message, type: "invalid_request_error", ...more } });

describe("refused content", () => {
  it.each([
    [400, error("The response was filtered due to the prompt.", { code: "content_filter" })],
    [400, error("Policy.", { code: null, innererror: { code: "ResponsibleAIPolicyViolation" } })],
    [403, error("Input was flagged", { code: 403, metadata: { reasons: ["violence"] } })],
    [403, JSON.stringify({ message: "openai requires moderation on this prompt." })],
    [
      400,
      error("Input data may contain inappropriate content.", { code: "data_inspection_failed" }),
    ],
    [422, JSON.stringify({ detail: "The prompt was blocked by the safety system." })],
    [400, error("Your request violated our usage policies.")],
    [500, error("Content blocked by guardrail")],
    [451, "Unavailable for legal reasons"],
    [400, error("Content Exists Risk")],
  ])("is told from %i %s", (status, body) => {
    expect(callFailureReason(status, body)).toBe("refused");
  });
});

describe("a prompt that is too long", () => {
  it.each([
    [413, "<html><body>413 Request Entity Too Large</body></html>"],
    [400, error("This model's maximum context length is 4096 tokens.")],
    [400, error("the request exceeds the available context size", { code: 400, n_ctx: 256 })],
    [500, error("prompt overflow", { type: "exceed_context_size_error" })],
    [400, error("prompt is too long: 210000 tokens > 200000 maximum")],
    [
      422,
      JSON.stringify({
        error:
          "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 2048. Given: " +
          "3000 `inputs` tokens; reduce the length",
      }),
    ],
    [
      400,
      error("The input token count (40000) exceeds the maximum number of tokens allowed.", {
        type: "prompt tokens limit exceeded",
      }),
    ],
  ])("is told from %i %s", (status, body) => {
    expect(callFailureReason(status, body)).toBe("promptTooLong");
  });
});

describe("output that the server could not read", () => {
  it.each([
    [
      400,
      error("Failed to generate JSON. See 'failed_generation'.", {
        code: "json_validate_failed",
        failed_generation: "",
      }),
    ],
    [400, error("The model produced invalid JSON.")],
    [422, JSON.stringify({ detail: "Could not parse the output of the model." })],
    [500, error("Failed to parse input at pos 12: ```json")],
    [422, JSON.stringify({ error: "The completion could not be parsed as JSON." })],
    [400, error("Parsing failed.", { code: "output_parse_failed" })],
  ])("is told from %i %s", (status, body) => {
    expect(callFailureReason(status, body)).toBe("invalidOutput");
  });
});

describe("what concerns every call", () => {
  it.each([
    [401, error("Incorrect API key provided: safety.")],
    [403, error("You are not allowed to use this model.")],
    [403, error("Your account was flagged for violating our usage policies.")],
    [429, error("Too many tokens per minute.")],
    [404, error("The model does not exist.")],
    [400, error("Unsupported parameter: 'seed'.")],
    [400, error("Invalid schema for response_format 'judge'.")],
    [400, error("Invalid value for temperature: must be at most 1.")],
    [400, error("max_tokens is too large: 9000. This model supports at most 4096.")],
    [500, error("Internal error.")],
    [
      422,
      JSON.stringify({
        detail: [
          {
            loc: ["body", "seed"],
            msg: "extra fields not permitted",
            input: "the safety of the context window",
          },
        ],
      }),
    ],
  ])("is left to others: %i %s", (status, body) => {
    expect(callFailureReason(status, body)).toBeUndefined();
  });
});
