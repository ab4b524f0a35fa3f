import { expect, it } from "vitest";
import { fillEnvelope } from "@/lib/domain/decision";
import type { ModelRequest } from "@/lib/engine";
import { chatBodyJson, chatEnvelope, chatEnvelopeJson } from "./chat-call";
import { defaultQuirks, type Quirks } from "./quirks";

const request: ModelRequest = {
  messages: [{ role: "user", content: "Where do you stand?" }],
  schema: { name: "reflect", schema: { type: "number", minimum: 0.5 } },
  temperature: 0.7,
  maxTokens: 400,
  seed: 9,
  affinity: "Voter-1",
};
const quirks = defaultQuirks();
const variants: [string, Quirks][] = [
  ["that takes everything", quirks],
  ["that takes any JSON", { ...quirks, schemaMode: "json_object" }],
  [
    "that limits tokens and temperature",
    { ...quirks, tokens: { min: null, max: 30 }, temperature: { min: null, max: 0.5 } },
  ],
  ["that does not bound numbers", { ...quirks, boundsNumbers: false }],
  ["that takes no stream and no limit", { ...quirks, sendsStream: false, tokensName: null }],
  ["that takes no seed", { ...quirks, sendsSeed: false }],
  ["that takes no schema and no seed", { ...quirks, schemaMode: "prompt", sendsSeed: false }],
];

it.each(variants)(
  "writes envelope and body for a server %s as JSON, whatever was written before",
  (_, used) => {
    const requests: ModelRequest[] = [
      request,
      { ...request, schema: { name: "reflect", schema: { type: "number", minimum: 1.25 } } },
      { ...request, maxTokens: 20 },
      { ...request, schema: { name: "other", schema: { const: "$&" } } },
      { ...request, schema: { name: '"seed":0', schema: { seed: 0, messages: [] } } },
      { ...request, seed: 0, messages: [{ role: "user", content: '"messages":[],"seed":0,$1' }] },
    ];
    for (const model of ["m", '{"messages":[],"seed":0}'])
      for (const each of requests) {
        const envelope = chatEnvelope(model, each, used);
        expect(chatEnvelopeJson(model, each, used)).toBe(JSON.stringify(envelope));
        expect(chatBodyJson(model, each, used)).toBe(
          JSON.stringify(fillEnvelope(envelope, each.messages, each.seed)),
        );
      }
  },
);

it("writes envelope and body of a call without a schema", () => {
  const { messages, temperature, maxTokens, seed, affinity } = request;
  const bare = { messages, temperature, maxTokens, seed, affinity };
  expect(JSON.parse(chatEnvelopeJson("m", bare, quirks))).toEqual({
    body: { model: "m", messages: [], stream: false, max_tokens: 400, temperature: 0.7, seed: 0 },
  });
  expect(JSON.parse(chatBodyJson("m", bare, quirks))).toMatchObject({ messages, seed: 9 });
});
