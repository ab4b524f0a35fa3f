import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawFault, FAULTS, corruptAnswer, truncate } from "./faults";
import { Draws, hashText } from "./hash";
import { compileSchema } from "./json-schema";
import { Persona } from "./persona";
import { PromptReading } from "./prompt-reading";
import { answerSchema } from "./schema-answer";
import { DRAWN_INVALID_KINDS, parseSegment, parseSettings } from "./settings";
import { schemas } from "./testing/schemas";
import { problemWith } from "./testing/validate";

const persona = new Persona(new PromptReading([{ role: "user", content: "Well?" }]));

function parses(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

describe("fault draws", () => {
  it("occur at their rates, and differ between attempts", () => {
    const settings = parseSegment("rate429=0.2,rateInvalid=0.1,seed=3");
    const drawn = Array.from({ length: 10_000 }, (_, i) =>
      drawFault(settings, hashText(`request ${i}`), 0),
    );
    expect(Math.abs(drawn.filter((fault) => fault === "429").length - 2_000)).toBeLessThan(200);
    expect(Math.abs(drawn.filter((fault) => fault === "invalid").length - 1_000)).toBeLessThan(150);
    const request = hashText("one");
    expect(
      new Set(Array.from({ length: 60 }, (_, attempt) => drawFault(settings, request, attempt)))
        .size,
    ).toBeGreaterThan(1);
    expect(drawFault(settings, request, 5)).toBe(drawFault(settings, request, 5));
  });

  it("never occur at rate 0 and always at rate 1", () => {
    const names = {
      "429": "rate429",
      "500": "rate500",
      timeout: "rateTimeout",
      html: "rateHtml",
      reset: "rateReset",
      truncated: "rateTruncated",
      invalid: "rateInvalid",
      drip: "rateDrip",
      empty: "rateEmpty",
      refusal: "rateRefusal",
    };
    for (const fault of FAULTS) {
      const always = parseSettings([[names[fault], "1"]]);
      for (let i = 0; i < 100; i++) {
        expect(drawFault(always, i * 7_919, i)).toBe(fault);
        expect(drawFault(parseSettings([]), i * 7_919, i)).toBeNull();
      }
    }
  });
});

describe("corrupted answers", () => {
  it("violate every schema, in every way", () => {
    fc.assert(
      fc.property(
        schemas,
        fc.nat(),
        fc.constantFrom(...DRAWN_INVALID_KINDS),
        (schema, seed, kind) => {
          const { root } = compileSchema(schema);
          const draws = new Draws(seed);
          const spoiled = parses(
            corruptAnswer(JSON.stringify(answerSchema(root, persona, draws)), {
              schema: root,
              settings: parseSettings([["invalidKind", kind]]),
              draws,
            }),
          );
          expect(spoiled === null || problemWith(spoiled.value, schema) !== null).toBe(true);
        },
      ),
      { numRuns: 1_000, seed: 5 },
    );
  });

  it("are corrupted in the requested way", () => {
    const schema = {
      type: "object",
      properties: { n: { type: "integer", minimum: 1, maximum: 5 }, c: { enum: ["a", "b"] } },
      required: ["n", "c"],
    };
    const { root } = compileSchema(schema);
    const spoiled = (kind: string) =>
      corruptAnswer(`{"n":3,"c":"a"}`, {
        schema: root,
        settings: parseSettings([["invalidKind", kind]]),
        draws: new Draws(1),
      });
    expect(JSON.parse(spoiled("range"))).toEqual({ n: 10, c: "a" });
    expect(JSON.parse(spoiled("missing"))).toEqual({ c: "a" });
    expect((JSON.parse(spoiled("option")) as { c: string }).c).toMatch(/none of these/);
    expect(parses(spoiled("prose"))).toBeNull();
    expect(parses(spoiled("fenced"))).toBeNull();
  });
});

describe("truncated answers", () => {
  it("are no longer JSON", () => {
    expect(parses(truncate(`{"opinion":1.5,"why":"I think so."}`))).toBeNull();
  });
});
