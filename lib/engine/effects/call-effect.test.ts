import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeProblem, type Scenario, type ScenarioDocument } from "@/lib/domain/scenario";
import { checkScenario, compileScenario, inspectScenario } from "../run/compile-scenario";
import { plausibleAnswer } from "../run/fixtures/answers";
import { minimal } from "../run/fixtures/opinion";
import { openSimulation } from "../run/simulation";
import { simulate } from "../run/simulate";

type Procedures = NonNullable<ScenarioDocument["procedures"]>;
type Effects = Procedures[string]["do"];

const WORKER = { type: "ref", to: "Worker" } as const;
const AMOUNT = { type: "number" } as const;

const office = (procedures: Procedures, rules: Effects): Scenario =>
  minimal({
    agents: {
      Worker: {
        count: 4,
        profile: "",
        memory: { kind: "short", keep: 5 },
        attributes: {
          wage: { type: "number", init: "uniform(10, 50)", dynamic: true },
          shown: { type: "number", init: 0, visible: "public", dynamic: true },
        },
      },
    },
    world: { pot: { type: "number", init: 3, dynamic: true } },
    procedures,
    phases: [{ id: "rules", rules }],
    measures: { pot: { value: "world.pot" } },
  });
const problems = (procedures: Procedures, rules: Effects): string[] =>
  checkScenario(office(procedures, rules)).map(describeProblem);
const run = (scenario: Scenario, seed = 1) =>
  simulate(openSimulation(compileScenario(scenario), { parameters: {}, seed }), plausibleAnswer);

const PAY: Procedures = {
  pay: {
    params: { who: WORKER, amount: AMOUNT, note: { type: "text", optional: true } },
    do: [
      { set: "who.wage", to: "who.wage + amount" },
      { tell: "who", text: "{{ who.wage | round }} {{ note }}" },
    ],
  },
};

describe("a call is checked", () => {
  it.each<[string, Effects[number], string]>([
    [
      "an unknown procedure",
      { call: "pya", with: { who: "Worker[0]" } },
      "/phases/0/rules/0/call: Unknown procedure: `pya`. (did you mean pay?)",
    ],
    [
      "a missing argument",
      { call: "pay", with: { who: "Worker[0]" } },
      "/phases/0/rules/0: `pay` needs `amount` in `with`.",
    ],
    [
      "an argument of another type",
      { call: "pay", with: { who: "3", amount: 1 } },
      "/phases/0/rules/0/with/who: The result must be a row of Worker, and `3` is a number.",
    ],
    [
      "an unknown parameter",
      { call: "pay", with: { who: "Worker[0]", amount: 1, nte: "'x'" } },
      "/phases/0/rules/0/with/nte: `pay` has no parameter `nte`; it has who, amount, note. " +
        "(did you mean note?)",
    ],
  ])("%s", (_, effect, problem) => expect(problems(PAY, [effect])).toEqual([problem]));

  it.each<[string, Procedures, string]>([
    [
      "self in a body",
      { pay: { do: [{ set: "self.wage", to: "1" }] } },
      "/procedures/pay/do/0/set: `self` is not defined here.",
    ],
    [
      "recursion",
      { pay: { do: [{ call: "other" }] }, other: { do: [{ call: "pay" }] } },
      "/procedures/pay: `pay` leads back to itself (pay → other → pay): a procedure cannot call " +
        "itself.",
    ],
    [
      "a parameter of an unknown type",
      { pay: { params: { who: { type: "ref", to: "Wroker" } }, do: [] } },
      "/procedures/pay/params/who/to: Unknown table: `Wroker`. (did you mean Worker?)",
    ],
    [
      "a parameter that the body would hide",
      { pay: { params: { who: AMOUNT }, do: [{ let: { who: "1" }, do: [] }] } },
      "/procedures/pay/do/0/let/who: `who` already has a meaning here: choose another name.",
    ],
  ])("%s is a problem of the procedure", (_, procedures, problem) =>
    expect(problems(procedures, [{ call: "pay" }])).toContain(problem),
  );

  it("procedures that double at each step, or lead too deep, are stopped", () => {
    const chain = (length: number, times: number): Procedures =>
      Object.fromEntries(
        Array.from({ length }, (_, index) => [
          `p${index}`,
          {
            do: index === 0 ? [] : Array.from({ length: times }, () => ({ call: `p${index - 1}` })),
          },
        ]),
      );
    expect(problems(chain(30, 2), [{ call: "p29" }]).join("\n")).toContain(
      "this leads to more than 500 calls of procedures",
    );
    expect(problems(chain(80, 1), [{ call: "p79" }]).join("\n")).toContain(
      "this leads to more than 50 procedures, one within the other",
    );
  });

  it("nothing is said twice, and procedures that nothing calls are a warning", () => {
    const procedures: Procedures = {
      ...PAY,
      other: { do: [{ call: "inner" }] },
      inner: { do: [] },
    };
    const { warnings } = inspectScenario(
      office(procedures, [{ call: "pay", with: { who: "Worker[0]", amount: 1 } }]),
    );
    expect(warnings.map(({ message }) => message)).toEqual([
      "Nothing calls the procedure `other`.",
      "Nothing calls the procedure `inner`.",
    ]);
    const broken: Procedures = { pay: { params: { who: WORKER }, do: [{ delete: "who.wgae" }] } };
    const call = { call: "pay", with: { who: "Worker[0]" } };
    expect(problems(broken, [call, call])).toHaveLength(1);
  });
});

describe("privacy goes through a call", () => {
  const SAY: Procedures = {
    say: {
      params: { w: WORKER, x: AMOUNT },
      do: [{ tell: "w", text: "{{ x }}" }],
    },
  };
  const refusals = (w: string, x: string): string[] =>
    problems(SAY, [
      { forEach: "Worker", as: "w", do: [{ call: "say", with: { w, x } }] },
      { forEach: "Worker", as: "other", do: [{ call: "say", with: { w: "other", x: "1" } }] },
    ]);

  it("an agent may learn its own values", () => {
    expect(refusals("w", "w.wage")).toEqual([]);
    expect(refusals("w", "w.shown + 1")).toEqual([]);
  });

  it("but not those of another, not even of one with the same name outside", () => {
    const refusal = expect.stringMatching(/^\/procedures\/say\/do\/0\/text: `x` depends on `wage`/);
    expect(refusals("Worker[0]", "w.wage")).toEqual([refusal]);
    expect(refusals("w", "Worker[0].wage")).toEqual([refusal]);
    expect(refusals("w", "mean(Worker, v, v.wage)")).toEqual([refusal]);
  });

  it("unless it is revealed", () => {
    expect(refusals("w", "reveal(mean(Worker, v, v.wage))")).toEqual([]);
  });
});

describe("a call applies the effects of the procedure", () => {
  const messages = async (procedures: Procedures, rules: Effects): Promise<string[]> =>
    (await run(office(procedures, rules))).commits.flatMap(({ memories }) =>
      memories.map(({ agent, text }) => `${agent}: ${text}`),
    );

  it("with the arguments as its names; an optional one may be missing", async () => {
    const sent = await messages(PAY, [
      { call: "pay", with: { who: "Worker[0]", amount: "2 + 3", note: "'thanks'" } },
      { call: "pay", with: { who: "Worker[1]", amount: "1" } },
    ]);
    expect(sent).toEqual([
      expect.stringMatching(/^Worker-1: \d+ thanks$/),
      expect.stringMatching(/^Worker-2: \d+$/),
    ]);
  });

  it("draws anew at each call, whatever else is called", async () => {
    const procedures: Procedures = {
      roll: { params: { who: WORKER }, do: [{ set: "who.shown", to: "uniform(0, 1)" }] },
      twice: {
        params: { who: WORKER },
        do: [
          { call: "roll", with: { who: "who" } },
          { set: "world.pot", to: "who.shown" },
          { call: "roll", with: { who: "who" } },
          { tell: "who", text: "{{ world.pot }} {{ who.shown }}" },
        ],
      },
    };
    const calls = await messages(procedures, [
      { call: "twice", with: { who: "Worker[0]" } },
      { call: "twice", with: { who: "Worker[1]" } },
    ]);
    const numbers = calls.flatMap((line) => line.split(" ").slice(1));
    expect(new Set(numbers).size).toBe(4);
    const more = await messages({ ...procedures, roll: procedures["roll"]!, none: { do: [] } }, [
      { call: "twice", with: { who: "Worker[0]" } },
      { call: "twice", with: { who: "Worker[1]" } },
      { call: "none" },
    ]);
    expect(more).toEqual(calls);
  });

  it("asks agents for importance where a procedure tells", () => {
    const scenario = (does: Effects) =>
      minimal({
        agents: {
          Person: {
            count: 2,
            profile: "",
            attributes: {},
            memory: { kind: "long", keep: 2, retrieve: 1, importance: "model" },
          },
        },
        procedures: {
          say: {
            params: { who: { type: "ref", to: "Person" } },
            do: [{ call: "tell_it", with: { who: "who" } }],
          },
          tell_it: {
            params: { who: { type: "ref", to: "Person" } },
            do: [{ tell: "who", text: "Hello." }],
          },
          mute: { do: [] },
        },
        actions: { act: { prompt: "Act.", inputs: { n: { type: "number" } }, effects: does } },
        phases: [{ id: "act", decide: "Person", do: ["act"] }],
      });
    const schemaOf = (does: Effects): string => {
      const run = openSimulation(compileScenario(scenario(does)), { parameters: {}, seed: 1 });
      run.commit([]);
      const [slot] = run.plan();
      return slot === undefined ? "" : JSON.stringify(run.request(slot, []).model.schema);
    };
    expect(schemaOf([{ call: "say", with: { who: "self" } }])).toContain("importance");
    expect(schemaOf([{ call: "mute" }])).not.toContain("importance");
  });
});

describe("inlining a procedure by hand, with `let`", () => {
  const body: fc.Arbitrary<Effects> = fc.array(
    fc.oneof<fc.Arbitrary<Effects[number]>[]>(
      fc
        .constantFrom("who.wage + amount", "amount * 2", "world.pot - 1", "count(Worker)")
        .map((to) => ({ set: "who.shown", to: `clamp(${to}, -50, 50)` })),
      fc.constantFrom("who.shown / 2", "amount").map((to) => ({ set: "world.pot", to })),
      fc.constantFrom("who", "Worker").map((tell) => ({ tell, text: "{{ who.shown | round }}!" })),
      fc
        .constantFrom("who.shown > amount", "world.pot < 2")
        .map((when) => ({ when, do: [{ set: "who.wage", to: "amount" }] })),
      fc.constant({
        forEach: "Worker",
        as: "each",
        do: [{ set: "each.wage", to: "clamp(each.wage + who.shown, -50, 50)" }],
      }),
    ),
    { minLength: 1, maxLength: 4 },
  );

  it("gives the same digest", async () => {
    await fc.assert(
      fc.asyncProperty(body, fc.nat(1000), async (effects, seed) => {
        const inlined = { let: { who: "p", amount: "p.shown + 1" }, do: effects };
        const called = { call: "act", with: { amount: "p.shown + 1", who: "p" } };
        const loop = (inner: Effects[number]): Effects => [
          { forEach: "Worker", as: "p", do: [inner] },
        ];
        const params = { who: WORKER, amount: AMOUNT };
        const withCall = { act: { params, do: effects } };
        const one = await run(office(withCall, loop(called)), seed);
        const other = await run(office({}, loop(inlined)), seed);
        expect(one.digest).toBe(other.digest);
        expect(one.commits).toHaveLength(2);
      }),
      { numRuns: 40 },
    );
  });
});
