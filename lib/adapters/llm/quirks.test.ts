import { describe, expect, test } from "vitest";
import { adaptQuirks, defaultQuirks, type Quirks, type SentParameters } from "./quirks";
import { readComplaint } from "./server-message";

const START = defaultQuirks();
const SENT: SentParameters = { hasSchema: false, temperature: 1.2, maxTokens: 20_000 };

const adapted = (body: unknown, sent: Partial<SentParameters> = {}, quirks = START) =>
  adaptQuirks(quirks, readComplaint(typeof body === "string" ? body : JSON.stringify(body)), {
    ...SENT,
    ...sent,
  });

const openAi = (message: string, param: string | null = null) => ({
  error: { message, type: "invalid_request_error", param, code: null },
});

/** Refusals as servers and gateways word them, each with what is to be changed. */
const refusals: [string, unknown, Partial<SentParameters>, Partial<Quirks> | null][] = [
  [
    "OpenAI: temperature",
    openAi(
      "Unsupported value: 'temperature' does not support 1.2 with this model. Only the default " +
        "(1) value is supported.",
      "temperature",
    ),
    {},
    { sendsTemperature: false },
  ],
  [
    "by its field alone",
    openAi("This value cannot be used here.", "temperature"),
    {},
    { sendsTemperature: false },
  ],
  [
    "Bedrock: a newer model",
    openAi("`temperature` is deprecated for this model."),
    {},
    { sendsTemperature: false },
  ],
  [
    "pydantic: temperature",
    {
      detail: [
        {
          type: "less_than_equal",
          loc: ["body", "temperature"],
          msg: "Input should be less than or equal to 1",
          input: 1.2,
          ctx: { le: 1 },
        },
      ],
    },
    {},
    { temperature: { min: null, max: 1 } },
  ],
  [
    "Anthropic: temperature",
    {
      type: "error",
      error: { type: "invalid_request_error", message: "temperature: range: -1 or 0..1" },
    },
    {},
    { temperature: { min: null, max: 1 } },
  ],
  ["in symbols", openAi("temperature must be <= 1"), {}, { temperature: { min: null, max: 1 } }],
  [
    "as a range in words",
    openAi("The value of temperature must lie between 0.0 and 1.0."),
    {},
    { temperature: { min: null, max: 1 } },
  ],
  [
    "as a chain",
    openAi("Expected 0 <= temperature <= 1, got 1.2"),
    {},
    { temperature: { min: null, max: 1 } },
  ],
  [
    "below 2",
    openAi("temperature must be less than 2"),
    { temperature: 2 },
    { temperature: { min: null, max: 1.99 } },
  ],
  [
    "TGI: temperature",
    {
      error: "Input validation error: `temperature` must be strictly positive",
      error_type: "validation",
    },
    { temperature: 0 },
    { temperature: { min: 0.01, max: null } },
  ],
  [
    "GigaChat: temperature",
    { status: 422, message: "Invalid params: temperature must be in range (0, +inf)" },
    { temperature: 0 },
    { temperature: { min: 0.01, max: null } },
  ],
  [
    "caikit: temperature",
    openAi("temperature must be >= 0.05"),
    { temperature: 0 },
    { temperature: { min: 0.05, max: null } },
  ],
  ["without a number", openAi("Invalid value for temperature."), {}, { sendsTemperature: false }],

  [
    "OpenAI: the name of the limit",
    openAi(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use " +
        "'max_completion_tokens' instead.",
      "max_tokens",
    ),
    {},
    { tokensName: "max_completion_tokens" },
  ],
  [
    "OpenAI: the limit",
    openAi(
      "max_tokens is too large: 20000. This model supports at most 4096 completion tokens, " +
        "whereas you provided 20000.",
      "max_tokens",
    ),
    {},
    { tokens: { min: null, max: 4_096 } },
  ],
  [
    "DeepSeek: the limit",
    openAi("Invalid max_tokens value, the valid range of max_tokens is [1, 8192]"),
    {},
    { tokens: { min: null, max: 8_192 } },
  ],
  [
    "DashScope: the limit",
    {
      code: "InvalidParameter",
      message: "<400> InternalError.Algo.InvalidParameter: Range of max_tokens should be [1, 8192]",
      request_id: "1",
    },
    {},
    { tokens: { min: null, max: 8_192 } },
  ],
  [
    "Groq: the limit",
    openAi("max_tokens for `llama-3.1-8b-instant` must be less than or equal to 8000"),
    {},
    { tokens: { min: null, max: 8_000 } },
  ],
  [
    "TGI: the limit",
    {
      error: "Input validation error: `max_new_tokens` must be <= 192. Given: 20000",
      error_type: "validation",
    },
    {},
    { tokens: { min: null, max: 192 } },
  ],
  [
    "Volcano: the limit",
    {
      error: {
        code: "InvalidParameter",
        message:
          "The parameter max_tokens specified in the request is not valid: integer above " +
          "maximum value, expected a value <= 16384, but got 20000 instead.",
        param: "max_tokens",
      },
    },
    {},
    { tokens: { min: null, max: 16_384 } },
  ],
  [
    "with separators",
    openAi("max_tokens may not exceed 4,096"),
    {},
    { tokens: { min: null, max: 4_096 } },
  ],
  [
    "below its least",
    openAi(
      "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but " +
        "got 1 instead.",
      "max_output_tokens",
    ),
    { maxTokens: 1 },
    { tokens: { min: 16, max: null } },
  ],
  [
    "Scaleway: the limit without a number",
    openAi("max_completion_tokens is limited for this model"),
    {},
    { tokens: { min: null, max: 10_000 } },
  ],

  [
    "OpenAI: seed",
    openAi("Unrecognized request argument supplied: seed"),
    {},
    { sendsSeed: false },
  ],
  [
    "Gemini: seed",
    [
      {
        error: {
          code: 400,
          message: 'Invalid JSON payload received. Unknown name "seed": Cannot find field.',
          status: "INVALID_ARGUMENT",
          details: [],
        },
      },
    ],
    {},
    { sendsSeed: false },
  ],
  [
    "Mistral: seed",
    {
      object: "error",
      message: {
        detail: [
          {
            type: "extra_forbidden",
            loc: ["body", "seed"],
            msg: "Extra inputs are not permitted",
            input: 7,
          },
        ],
      },
      type: "invalid_request_error",
      param: null,
    },
    {},
    { sendsSeed: false },
  ],
  [
    "LiteLLM: seed",
    {
      error: {
        message:
          "ollama does not support parameters: {'seed': 1}, for model=llama3. To drop these, " +
          "set `litellm.drop_params=True`",
        type: null,
        param: null,
        code: 500,
      },
    },
    {},
    { sendsSeed: false },
  ],
  [
    "a gateway: seed",
    openAi(`Provider returned error: {"error":{"message":"seed is not supported"}}`),
    {},
    { sendsSeed: false },
  ],
  ["in text", "seed: unsupported option", {}, { sendsSeed: false }],
  [
    "a strict server: stream",
    {
      detail: [
        { type: "extra_forbidden", loc: ["body", "stream"], msg: "Extra inputs are not permitted" },
      ],
    },
    {},
    { sendsStream: false },
  ],
  [
    "schema",
    openAi("'response_format.type' must be 'json_object' or 'text'"),
    { hasSchema: true },
    { schemaMode: "json_object" },
  ],

  [
    "the prompt's length",
    openAi(
      "This model's maximum context length is 8192 tokens. However, you requested 8256 tokens " +
        "(64 in the messages, 8192 in the completion).",
      "messages",
    ),
    {},
    null,
  ],
  [
    "vLLM: the room that is left",
    openAi(
      "'max_tokens' or 'max_completion_tokens' is too large: 800. This model's maximum context " +
        "length is 1024 tokens and your request has 500 input tokens (800 > 1024 - 500).",
    ),
    {},
    null,
  ],
  [
    "TGI: the room that is left",
    {
      error:
        "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 2048. Given: " +
        "1500 `inputs` tokens and 1000 `max_new_tokens`",
    },
    {},
    null,
  ],
  [
    "DashScope: the prompt's length",
    { message: "Range of input length should be [1, 30720]" },
    {},
    null,
  ],
  [
    "moderation of words about a temperature",
    openAi(
      "The response was filtered by the content management policy. The temperature is high and " +
        "the seed is sown.",
      "prompt",
    ),
    {},
    null,
  ],
  [
    "a field that is about the prompt",
    openAi("Invalid content: the temperature is high.", "messages[1].content"),
    {},
    null,
  ],
  [
    "words that are not about it",
    openAi("too many sweets at room temperature, and a seed"),
    {},
    null,
  ],
  ["nothing", "", {}, null],
];

describe("a refusal", () => {
  test.each(refusals)("is understood: %s", (_, body, sent, change) => {
    expect(adapted(body, sent)).toEqual(change && { ...START, ...change });
  });

  test("of a limit under both names leaves it out", () => {
    const renamed = { ...START, tokensName: "max_completion_tokens" } as const;
    expect(adapted(openAi("Unknown parameter: max_completion_tokens"), {}, renamed)).toMatchObject({
      tokensName: null,
    });
  });

  test("of a temperature within the limits that were stated leaves it out", () => {
    const limited = { ...START, temperature: { min: null, max: 1 } };
    expect(adapted(openAi("temperature must be <= 1"), {}, limited)).toMatchObject({
      sendsTemperature: false,
    });
  });

  test("repeated without end changes less and less, until nothing is left", () => {
    const complaints = refusals.map(([, body]) => body);
    let quirks: Quirks = START;
    let steps = 0;
    for (let isChanged = true; isChanged;) {
      isChanged = false;
      for (const body of complaints) {
        const next = adapted(body, { hasSchema: true, temperature: 0 }, quirks);
        if (next === null) continue;
        expect(next).not.toEqual(quirks);
        quirks = next;
        steps += 1;
        isChanged = true;
      }
    }
    expect(steps).toBeLessThan(60);
    expect(quirks).toMatchObject({ sendsSeed: false, sendsTemperature: false, sendsStream: false });
  });
});
