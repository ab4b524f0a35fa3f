import { expect, it } from "vitest";
import { makeDesign, makeVersion } from "@/components/testing/fixtures/designs";
import { makeEndpoint } from "@/components/testing/fixtures/endpoints";
import { designDraft } from "./design-draft";
import { listChanges } from "./list-changes";

const DESIGN = makeDesign();
const DRAFT = designDraft(DESIGN);
const LAB = makeEndpoint();
const lines = (
  change: Partial<typeof DRAFT> = {},
  design = DESIGN,
  endpoints = [LAB, makeEndpoint({ id: "endpoint-2", name: "Other", model: "llama" })],
) =>
  listChanges(design, { ...DRAFT, ...change }, endpoints).map(
    ({ label, before, after }) => `${label}: ${before} → ${after}`,
  );

it("finds no difference in a form that was just filled", () => {
  expect(lines()).toEqual([]);
  expect(DRAFT).toMatchObject({ values: { voters: 60 }, seed: 11, name: "" });
});

it("lists every setting that differs, with its label", () => {
  expect(
    lines({
      values: { voters: 80, open: false, motto: "Bye" },
      ...{ rounds: 5, replicates: 3, seed: null, record: "reuse" },
      models: { default: { endpointId: "endpoint-2" } },
      budget: { tokens: null, money: 2 },
      failures: { pauseAfter: 9, tokenCap: null },
    }),
  ).toEqual([
    "Number of voters: 60 → 80",
    "Open debate: yes → no",
    "Motto: “Hello” → “Bye”",
    "Rounds: as the scenario says → 5",
    "Replicates: 1 → 3",
    "Seed: 11 → random",
    "Model: qwen3-8b (Lab server) → llama (Other)",
    "Token budget: 5,000 → no limit",
    "Cost budget (US$): no limit → 2",
    "Answer source: call the model → reuse recorded answers",
    "Pause after failed decisions: never → 9",
  ]);
});

it("notices another version with other parameters and defaults", () => {
  const { voters, ...others } = DESIGN.parsed.parameters;
  const design = makeDesign({
    version: makeVersion(2),
    parsed: {
      ...DESIGN.parsed,
      parameters: {
        ...others,
        motto: { type: "text", default: "New", maxLength: 20 },
        fresh: { type: "integer", default: 3 },
      },
    },
  });
  expect(voters).toBeDefined();
  // What was at the default of the old version stays as it was.
  expect(designDraft(design).values).toEqual({ motto: "Hello" });
  expect(
    listChanges(design, designDraft(design), [LAB]).map(({ label, after }) => [label, after]),
  ).toEqual([
    ["Scenario version", "2"],
    ["fresh", "3"],
    ["voters", "not a parameter of this version"],
  ]);
});

it("notices that the endpoint has another model now, or is gone", () => {
  expect(lines({}, DESIGN, [makeEndpoint({ model: "qwen4" })])).toEqual([
    "Model: qwen3-8b (Lab server) → qwen4 (Lab server)",
  ]);
  expect(lines({}, DESIGN, [])).toEqual([
    "Model: qwen3-8b (a deleted endpoint) → not available (a deleted endpoint)",
  ]);
});

it("a copy of a whole study has a name that says so, within its limit", () => {
  const study = { id: "s", name: "x".repeat(200) };
  const { name } = designDraft(makeDesign({ run: null, study }));
  expect(name).toHaveLength(200);
  expect(name.endsWith(" (copy)")).toBe(true);
});
