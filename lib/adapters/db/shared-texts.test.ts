import fc from "fast-check";
import { expect, it } from "vitest";
import { collectSharedTexts, restoreEnvelope } from "./shared-texts";
import { patchText, restoreText } from "./text-patch";

const text = fc.string({ unit: fc.constantFrom("a", "b", "😀", "😁", ":", "1") });

it("restores any text from its patch", () => {
  fc.assert(
    fc.property(text, text, (base, other) => {
      const patch = patchText(base, other);
      expect(patch.isWellFormed()).toBe(true);
      expect(restoreText(base, patch)).toBe(other);
    }),
  );
});

const envelope = (minimum: number, options = "none"): string =>
  JSON.stringify({
    body: { model: "m", messages: [], max_tokens: 400, temperature: 0.7, seed: 0 },
    inPrompt: {
      instruction: "Answer with one JSON object.".repeat(4),
      schema: { type: "number", minimum, maximum: minimum + 1, description: options },
    },
  });
const rowsOf = (envelopes: readonly string[]) =>
  envelopes.map((each) => ({ head: null, envelope: each }));

it("stores envelopes that differ in a bound as small patches of one", () => {
  const envelopes = [0.25, 0.5, 1.75, 0.25].map((minimum) => envelope(minimum));
  const rows = rowsOf(envelopes);
  const { envelopes: references, bases } = collectSharedTexts(rows);
  expect(bases.size).toBe(1);
  const [[base = "", hash = ""] = []] = bases;
  for (const row of rows) {
    const reference = references.get(row) ?? "";
    expect(reference.startsWith(hash)).toBe(true);
    expect(reference.length).toBeLessThan(hash.length + 60);
    expect(restoreEnvelope(reference, base)).toBe(row.envelope);
  }
});

it("stores an envelope whole that has little in common with earlier ones", () => {
  const envelopes = [envelope(2, "x".repeat(500)), envelope(2, "y".repeat(500))];
  const rows = rowsOf(envelopes);
  const { envelopes: references, bases } = collectSharedTexts(rows);
  expect(bases.size).toBe(2);
  for (const row of rows) expect(references.get(row)).toBe(bases.get(row.envelope));
});

it("returns null where no envelope is stored", () => {
  expect(restoreEnvelope(null, null)).toBeNull();
});
