import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Draws, hashText } from "./hash";
import { compileSchema } from "./json-schema";
import { Persona } from "./persona";
import { PromptReading } from "./prompt-reading";
import { answerSchema } from "./schema-answer";
import { prompts, schemas } from "./testing/schemas";
import { problemWith } from "./testing/validate";

function ask(system: string, user: string, schema: unknown, seed = 0): unknown {
  const persona = new Persona(
    new PromptReading([
      { role: "system", content: system },
      { role: "user", content: user },
    ]),
  );
  return answerSchema(
    compileSchema(schema).root,
    persona,
    new Draws(hashText(`${system}|${user}`, seed)),
  );
}

describe("answers to a schema", () => {
  it("are valid for every schema of typed answers", () => {
    fc.assert(
      fc.property(schemas, prompts, fc.nat(), (schema, [system, user], seed) => {
        const value = JSON.parse(JSON.stringify(ask(system, user, schema, seed))) as unknown;
        expect(problemWith(value, schema)).toBeNull();
      }),
      { numRuns: 1_500, seed: 20_241 },
    );
  });

  it("are the same for the same prompt and seed", () => {
    fc.assert(
      fc.property(schemas, prompts, fc.nat(), (schema, [system, user], seed) => {
        expect(ask(system, user, schema, seed)).toEqual(
          ask(system, user, structuredClone(schema), seed),
        );
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it("follow references, also to themselves", () => {
    const tree = {
      $ref: "#/$defs/node",
      $defs: {
        node: {
          type: "object",
          properties: {
            name: { type: "string", maxLength: 20 },
            next: { anyOf: [{ $ref: "#/$defs/node" }, { type: "null" }] },
          },
          required: ["name", "next"],
        },
      },
    };
    for (let seed = 0; seed < 50; seed++)
      expect(problemWith(ask("", "", tree, seed), tree)).toBeNull();
  });

  it("keep the order of the properties, reasons included", () => {
    const schema = {
      type: "object",
      properties: { why: { type: "string" }, choice: { enum: ["a", "b"] } },
      required: ["why", "choice"],
    };
    expect(Object.keys(ask("", "", schema) as object)).toEqual(["why", "choice"]);
  });

  it("choose a branch and fill its inputs", () => {
    const schema = {
      type: "object",
      properties: {
        choice: {
          anyOf: [
            {
              type: "object",
              properties: { action: { const: "post" }, text: { type: "string", maxLength: 60 } },
              required: ["action", "text"],
              additionalProperties: false,
            },
            {
              type: "object",
              properties: { action: { const: "nothing" } },
              required: ["action"],
              additionalProperties: false,
            },
          ],
        },
      },
      required: ["choice"],
      additionalProperties: false,
    };
    const actions = new Set<string>();
    for (let i = 0; i < 40; i++) {
      const value = ask(`You are person ${i}.`, "What do you do?", schema) as {
        choice: { action: string };
      };
      expect(problemWith(value, schema)).toBeNull();
      actions.add(value.choice.action);
    }
    expect(actions).toEqual(new Set(["post", "nothing"]));
  });
});

describe("unsupported schemas", () => {
  it.each([
    [{ type: "string", pattern: "^a$" }, "/pattern"],
    [{ type: "integer", minimum: 0.2, maximum: 0.8 }, "/"],
    [
      { type: "object", properties: { x: { type: "number", minimum: 2, maximum: 1 } } },
      "/properties/x",
    ],
    [{ enum: [] }, "/enum"],
    [{ type: "array", minItems: 2, maxItems: 1 }, "/"],
    [{ $ref: "#/$defs/none" }, "/$ref"],
    [{ type: "string", minLength: 1e9 }, "/minLength"],
    [{ type: "wish" }, "/type"],
  ])("are refused with their pointer: %j", (schema, pointer) => {
    expect(() => compileSchema(schema)).toThrow(`${pointer}:`);
  });
});
