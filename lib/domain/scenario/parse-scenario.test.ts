import { describe, expect, it } from "vitest";
import { formatAlternatives } from "../text/format-value";
import { EFFECT_KEYS } from "./effect";
import { PHASE_KEYS } from "./phase";
import { parseScenario, readDocumentText, scenarioJsonSchema } from "./parse-scenario";
import { describeProblem } from "./problem";

const minimal = () => ({
  schema: "microcosm/scenario/1",
  name: "minimal",
  title: "Minimal",
  summary: "One agent does nothing.",
  instructions: "",
  rounds: 1,
  agents: {
    Voter: {
      count: 3,
      attributes: { age: { type: "integer", init: 40 } },
      profile: "You are {{ self.age }}.",
    },
  },
  phases: [{ id: "speak", decide: "Voter", do: ["post"] }] as unknown[],
  actions: { post: { prompt: "Write.", effects: [] as unknown[] } } as Record<string, unknown>,
});

const problemsOf = (change: (document: ReturnType<typeof minimal>) => object) => {
  const parsed = parseScenario(change(minimal()));
  return parsed.ok ? [] : parsed.problems.map(describeProblem);
};

const withEffect = (effect: unknown) =>
  problemsOf((document) => ({ ...document, actions: { post: { prompt: "", effects: [effect] } } }));
const withPhase = (phase: unknown) => problemsOf((document) => ({ ...document, phases: [phase] }));
const withAttribute = (attribute: unknown) =>
  problemsOf((document) => ({
    ...document,
    agents: { Voter: { attributes: { age: attribute }, profile: "" } },
  }));

describe("parseScenario", () => {
  it("fills in defaults", () => {
    const parsed = parseScenario(minimal());
    expect(parsed).toMatchObject({
      ok: true,
      scenario: { calls: { retries: 2 }, agents: { Voter: { memory: { kind: "none" } } } },
    });
  });

  it("names missing and unknown keys", () => {
    expect(
      problemsOf((document) =>
        Object.fromEntries(Object.entries(document).filter(([key]) => key !== "title")),
      ),
    ).toEqual(['/title: "title" is missing']);
    expect(problemsOf(({ title, ...document }) => ({ ...document, titel: title }))).toEqual([
      '/titel: unknown key "titel" (did you mean title?)',
    ]);
    expect(problemsOf((document) => ({ ...document, zzz: 1, agent: {} }))).toEqual([
      '/zzz: unknown key "zzz"',
      '/agent: unknown key "agent"',
    ]);
  });

  it("reports wrong types in plain terms", () => {
    expect(problemsOf((document) => ({ ...document, title: 5 }))).toEqual([
      "/title: expected a text, got the number 5",
    ]);
    expect(problemsOf((document) => ({ ...document, rounds: null }))).toEqual([
      "/rounds: expected a text, a number or true or false, got null",
    ]);
    expect(problemsOf((document) => ({ ...document, schema: "microcosm/2" }))).toEqual([
      '/schema: expected "microcosm/scenario/1", got the text "microcosm/2"',
    ]);
    expect(problemsOf((document) => ({ ...document, phases: [] }))).toEqual([
      "/phases: needs at least 1 item",
    ]);
    expect(parseScenario([])).toEqual({
      ok: false,
      problems: [{ pointer: "", message: "expected an object, got a list" }],
    });
    expect(parseScenario(undefined)).toMatchObject({ ok: false });
  });

  it("explains which names are valid", () => {
    expect(
      problemsOf((document) => ({ ...document, actions: { "my post": { prompt: "" } } })),
    ).toEqual([
      "/actions/my post: invalid name: use letters, digits and underscores, " +
        "starting with a letter",
    ]);
    expect(problemsOf((document) => ({ ...document, name: "My Scenario" }))).toEqual([
      '/name: the text "My Scenario" is not valid here: use lower-case letters, digits and ' +
        "hyphens",
    ]);
  });

  it("reports the phase that was meant", () => {
    expect(withPhase({ id: "a", decid: "Voter", do: ["post"] })).toEqual([
      '/phases/0/decid: unknown key "decid" (did you mean decide?)',
    ]);
    expect(withPhase({ id: "a", decide: "Voter", do: "post" })).toEqual([
      '/phases/0/do: expected a list, got the text "post"',
    ]);
    expect(withPhase({ id: "a", decide: "Voter", do: ["post"], ordr: "random" })).toEqual([
      '/phases/0/ordr: unknown key "ordr" (did you mean order?)',
    ]);
    expect(withPhase({ id: "a", ask: "survey" })).toEqual(['/phases/0/who: "who" is missing']);
    expect(withPhase({ id: "a" })).toEqual([
      `/phases/0: needs one of the keys ${formatAlternatives(PHASE_KEYS)}`,
    ]);
    expect(withPhase({ id: "a", decide: "Voter", do: ["post"], order: "shuffled" })).toEqual([
      '/phases/0/order: expected "simultaneous", "random" or "sequential", got the text "shuffled"',
    ]);
    expect(withPhase("speak")).toEqual(['/phases/0: expected an object, got the text "speak"']);
  });

  it("reports the effect that was meant, however deep", () => {
    expect(withEffect({ set: "self", to: 1 })[0]).toMatch(
      /^\/actions\/post\/effects\/0\/set: .*write it as variable\.attribute/,
    );
    expect(withEffect({ set: "self.age" })).toEqual([
      '/actions/post/effects/0/to: "to" is missing',
    ]);
    expect(withEffect({ tel: "Voter", text: "x" })).toEqual([
      '/actions/post/effects/0/tel: unknown key "tel" (did you mean tell?)',
    ]);
    expect(withEffect({ insert: "Post", row: { text: null } })).toEqual([
      "/actions/post/effects/0/row/text: expected a text, a number or true or false, got null",
    ]);
    expect(
      withEffect({ when: "true", do: [{ forEach: "Voter", as: "v", do: [{ stopp: true }] }] }),
    ).toEqual([
      '/actions/post/effects/0/do/0/do/0/stopp: unknown key "stopp" (did you mean stop?)',
    ]);
    expect(withEffect({ foo: 1 })).toEqual([
      `/actions/post/effects/0: needs one of the keys ${formatAlternatives(EFFECT_KEYS)}`,
    ]);
  });

  it("reports the init and the type that were meant", () => {
    expect(withAttribute({ type: "intger" })[0]).toMatch(
      /age\/type: the text "intger" is not valid here; expected .*\(did you mean integer\?\)$/,
    );
    expect(withAttribute({ init: 4 })[0]).toMatch(
      /^\/agents\/Voter\/attributes\/age\/type: "type" is missing; expected "number"/,
    );
    expect(withAttribute({ tpye: "integer" })).toEqual([
      '/agents/Voter/attributes/age/tpye: unknown key "tpye" (did you mean type?)',
    ]);
    expect(
      withAttribute({ type: "number", init: { distribution: "norml", mean: 1, sd: 1 } })[0],
    ).toMatch(
      /init\/distribution: the text "norml" is not valid here; .*\(did you mean normal\?\)$/,
    );
    expect(withAttribute({ type: "number", init: { distribution: "normal", mean: 1 } })).toEqual([
      '/agents/Voter/attributes/age/init/sd: "sd" is missing',
    ]);
    expect(
      withAttribute({ type: "number", init: { given: "a", cases: { x: { constnt: 3 } } } }),
    ).toEqual([
      '/agents/Voter/attributes/age/init/cases/x/constnt: unknown key "constnt" (did you mean ' +
        "constant?)",
    ]);
    expect(withAttribute({ type: "integer", min: "3" })).toEqual([
      '/agents/Voter/attributes/age/min: expected a number, got the text "3"',
    ]);
  });
});

describe("readDocumentText", () => {
  it("reads a document", () => {
    expect(readDocumentText(JSON.stringify(minimal()))).toMatchObject({
      ok: true,
      document: { name: "minimal" },
    });
  });

  it("reports syntax errors with line and column", () => {
    expect(readDocumentText('{\n  "schema": "microcosm/scenario/1"\n  "name": "x"\n}')).toEqual({
      ok: false,
      problems: [
        {
          pointer: "",
          message: "line 3, column 3: expected a comma before this",
          position: { from: 39, length: 6 },
        },
      ],
    });
  });

  it("reports a duplicate attribute", () => {
    const text = JSON.stringify(minimal()).replace('"age":', '"age":{"type":"text"},"age":');
    expect(readDocumentText(text)).toMatchObject({
      ok: false,
      problems: [{ pointer: "/agents/Voter/attributes/age" }],
    });
  });
});

describe("scenarioJsonSchema", () => {
  it("describes what authors write: keys with defaults are optional", () => {
    const schema = scenarioJsonSchema();
    expect(schema).toMatchObject({ type: "object", additionalProperties: false });
    expect(schema["required"]).toEqual(
      expect.arrayContaining(["schema", "name", "agents", "phases"]),
    );
    expect(schema["required"]).not.toContain("calls");
  });
});
