import { expect, test } from "vitest";
import { fillEnvelope, parseEnvelope, schemaOfEnvelope } from "@/lib/domain/decision";
import type { ModelRequest } from "@/lib/engine";
import { groupOfOne } from "@/lib/services/models/group-of-one";
import { DRINK_REQUEST, DRINK_SCHEMA, startPoolWithServer } from "./fixtures/pool-with-server";
import { chatCompletion, sendJson } from "./test-server";

const properties = {
  share: { type: "number", minimum: 0, maximum: 1.25 },
  trust: { type: "integer", minimum: 1, maximum: 3 },
};
const REQUEST: ModelRequest = {
  ...DRINK_REQUEST,
  schema: {
    name: "judge",
    schema: {
      type: "object",
      properties,
      required: Object.keys(properties),
      additionalProperties: false,
    },
  },
};
const RETRY: ModelRequest = {
  ...REQUEST,
  messages: [
    ...REQUEST.messages,
    { role: "assistant", content: '{"share":7,"trust":2}' },
    { role: "user", content: "`share` must be between 0 and 1.25; you answered 7." },
  ],
};
const IN_WORDS = "Numbers outside these bounds are not accepted:\n- `share`: from 0 to 1.25";

type Body = {
  readonly messages: readonly { readonly content: string }[];
  readonly response_format: { readonly json_schema: { readonly schema: object } };
};
const sentSchema = (body: unknown): object => (body as Body).response_format.json_schema.schema;
const sentText = (body: unknown): string | undefined => (body as Body).messages.at(-1)?.content;

const listed = {
  ...REQUEST.schema?.schema,
  properties: { share: properties.share, trust: { type: "integer", enum: [1, 2, 3] } },
};

const answering = (...answers: string[]) =>
  startPoolWithServer(({ at, response }) =>
    sendJson(response, 200, chatCompletion(answers[at - 1] ?? "")),
  );

test("a number outside its bounds shows that a server does not enforce them", async () => {
  const { server, pool, target } = await answering(
    '{"share":0.5,"trust":2}',
    '{"share":7,"trust":2}',
    '{"share":1,"trust":2}',
  );
  const replies = [];
  for (const request of [REQUEST, REQUEST, RETRY])
    replies.push(await pool.complete(groupOfOne(target), request));
  expect(server.bodies.map(sentSchema)).toEqual([
    REQUEST.schema?.schema,
    REQUEST.schema?.schema,
    listed,
  ]);
  expect(server.bodies.map(sentText)).toEqual([
    "Tea or coffee?",
    "Tea or coffee?",
    `${RETRY.messages.at(-1)?.content}\n\n${IN_WORDS}`,
  ]);
  // What is stored rebuilds what was sent.
  for (const [at, reply] of replies.entries()) {
    const { messages, seed } = at === 2 ? RETRY : REQUEST;
    const envelope = parseEnvelope(reply.envelope ?? "");
    expect(fillEnvelope(envelope, messages, seed)).toEqual(server.bodies[at]);
    expect(schemaOfEnvelope(envelope)).toEqual(sentSchema(server.bodies[at]));
  }
});

test("a test of the server makes it known from the first call", async () => {
  const { server, pool, target } = await startPoolWithServer(
    ({ response }) => sendJson(response, 200, chatCompletion('{"share":1,"trust":2}')),
    { target: { jsonSchema: true, numberBounds: false } },
  );
  await pool.complete(groupOfOne(target), REQUEST);
  expect(sentSchema(server.bodies[0])).toEqual(listed);
  expect(sentText(server.bodies[0])).toBe(`Tea or coffee?\n\n${IN_WORDS}`);
  // Without bounds there is nothing to say.
  await pool.complete(groupOfOne(target), { ...REQUEST, schema: DRINK_SCHEMA });
  expect(sentSchema(server.bodies[1])).toEqual(DRINK_SCHEMA.schema);
  expect(sentText(server.bodies[1])).toBe("Tea or coffee?");
});

test.each([
  ["is no JSON", "Tea."],
  ["has faults of another kind", '{"share":"7","trust":"x"}'],
  ["is within bounds", '{"share":1.25,"trust":3}'],
])("an answer that %s shows nothing", async (_, text) => {
  const { server, pool, target } = await answering(text, text);
  for (let calls = 0; calls < 2; calls += 1) await pool.complete(groupOfOne(target), REQUEST);
  expect(sentSchema(server.bodies[1])).toEqual(REQUEST.schema?.schema);
});

test("a server that gets the schema in the prompt has the bounds there already", async () => {
  const { server, pool, target } = await startPoolWithServer(
    ({ response }) => sendJson(response, 200, chatCompletion('{"share":7,"trust":2}')),
    { target: { jsonSchema: false, numberBounds: false } },
  );
  await pool.complete(groupOfOne(target), REQUEST);
  expect(sentText(server.bodies[0])).toContain('"maximum":1.25');
  expect(sentText(server.bodies[0])).not.toContain("outside these bounds");
});
