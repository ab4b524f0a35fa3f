import { describe, expect, it } from "vitest";
import {
  describeProblem,
  parseScenario,
  type Scenario,
  type ScenarioDocument,
} from "@/lib/domain/scenario";
import { minimal, OPINION } from "./fixtures/opinion";
import { checkScenario } from "./compile-scenario";

function parsed(document: unknown): Scenario {
  const result = parseScenario(document);
  if (!result.ok) throw new Error(result.problems.map(describeProblem).join("\n"));
  return result.scenario;
}

const problemsOf = (scenario: Scenario): string[] => checkScenario(scenario).map(describeProblem);

/** The example with a change applied to a copy. */
function changed(change: (document: ScenarioDocument & Record<string, never>) => void): string[] {
  const copy = structuredClone(OPINION);
  change(copy as never);
  return problemsOf(parsed(copy));
}

/** One agent type with these attributes. */
const person = (attributes: object, rest: object = {}) =>
  problemsOf(
    minimal({ agents: { Person: { count: 3, profile: "", attributes, ...rest } } } as never),
  );
/** Effects of rules in a world with a price. */
const rules = (...effects: unknown[]) =>
  problemsOf(
    minimal({
      agents: {
        Person: {
          count: 3,
          profile: "",
          attributes: {
            mood: {
              type: "category",
              options: ["good", "bad"],
              init: { constant: "good" },
              dynamic: true,
            },
            age: { type: "integer", init: 40 },
          },
        },
      },
      tables: {
        Post: {
          attributes: {
            author: { type: "ref", to: "Person" },
            text: { type: "text" },
            likes: { type: "integer", init: 0 },
            reply: { type: "text", dynamic: true },
          },
        },
      },
      networks: {
        Friends: {
          between: ["Person", "Person"],
          attributes: { weight: { type: "number", init: 1 } },
        },
      },
      world: { price: { type: "number", init: 1, dynamic: true } },
      phases: [{ id: "rules", rules: effects }],
    } as never),
  ).map((line) => line.replace("/phases/0/rules", ""));

describe("checkScenario", () => {
  it("accepts the example of the format", () => {
    expect(problemsOf(parsed(OPINION))).toEqual([]);
  });

  it("locates problems of expressions and templates, with a suggestion", () => {
    const copy = structuredClone(OPINION);
    copy.measures!["polarisation"]!.value = "sd(Voter.map(v, v.opinoin))";
    copy.agents["Voter"]!.profile = "You are {{ self.aeg }}.";
    expect(checkScenario(parsed(copy))).toEqual([
      {
        pointer: "/agents/Voter/profile",
        message: "Voter has no attribute `aeg`.",
        position: { from: 16, length: 3 },
        suggestion: "age",
      },
      {
        pointer: "/measures/polarisation/value",
        message: "Voter has no attribute `opinoin`.",
        position: { from: 18, length: 7 },
        suggestion: "opinion",
      },
    ]);
  });

  it("checks types across the document", () => {
    expect(
      changed(
        (d) =>
          (d.actions!["post"]!.effects![0] = {
            insert: "Post",
            row: { author: "self.age", text: "arg.text", round: "round" },
          }),
      ),
    ).toEqual([
      expect.stringMatching(
        /^\/actions\/post\/effects\/0\/row\/author: .*a row of Voter.*a number/,
      ),
    ]);
    expect(
      changed((d) => (d.actions!["reflect"]!.effects![0] = { set: "self.opinion", to: "arg.why" })),
    ).toEqual([expect.stringMatching(/^\/actions\/reflect\/effects\/0\/to: .*a number.*a text/)]);
    expect(changed((d) => (d.agents["Voter"]!.count = "'many'"))).toEqual([
      expect.stringMatching(/^\/agents\/Voter\/count/),
    ]);
    expect(
      changed((d) => (d.phases[0] = { id: "speak", decide: "Voter", do: ["post"], if: "round" })),
    ).toEqual([expect.stringMatching(/^\/phases\/0\/if/)]);
  });

  it("knows the names in scope", () => {
    expect(
      changed(
        (d) => (d.phases[0] = { id: "speak", decide: "Voters", do: ["pots", "post", "post"] }),
      ),
    ).toEqual([
      "/phases/0/decide: Unknown agent type: `Voters`. (did you mean Voter?)",
      "/phases/0/do/0: Unknown action: `pots`. (did you mean post?)",
      "/phases/0/do/2: `post` is already on offer.",
    ]);
    expect(
      changed((d) => (d.phases[1] = { id: "speak", decide: "Voter", do: ["reflect"] })),
    ).toEqual(["/phases/1/id: Another step of the round is already called `speak`."]);
    expect(
      changed((d) => (d.actions!["unfriend"]!.inputs!["whom"] = { type: "ref", view: "oposed" })),
    ).toEqual([
      "/actions/unfriend/inputs/whom/view: Unknown view: `oposed`. (did you mean opposed?)",
    ]);
    expect(changed((d) => (d.actions!["unfriend"]!.inputs!["whom"] = { type: "ref" }))[0]).toMatch(
      /needs either a `view` or a `from`/,
    );
    expect(changed((d) => (d.tables!["Voter"] = { attributes: {} }))).toContain(
      "/tables/Voter: `Voter` is already the name of one of the agents.",
    );
    expect(changed((d) => (d.tables!["world"] = { attributes: {} }))).toContain(
      "/tables/world: `world` already has a meaning: choose another name.",
    );
    expect(changed((d) => d.interventions!.push({ id: "debate", at: false, do: [] }))).toEqual([
      "/interventions/1/id: Another intervention is already called `debate`.",
    ]);
    expect(
      changed((d) => (d.tables!["Post"]!.attributes!["author"] = { type: "ref", to: "Votre" }))[0],
    ).toBe(
      "/tables/Post/attributes/author/to: Unknown table or agent type: `Votre`. (did you " +
        "mean Voter?)",
    );
  });

  it("rejects access to private values", () => {
    expect(
      changed(
        (d) =>
          (d.actions!["reflect"]!.prompt =
            "{% for p in view.timeline %}{{ p.author.opinion }}{% endfor %}"),
      ),
    ).toEqual([
      "/actions/reflect/prompt: `opinion` of Voter is not visible to any other than itself.",
    ]);
    expect(
      changed((d) => (d.agents["Voter"]!.describe = "{{ self.party }}, {{ self.opinion }}")),
    ).toEqual([
      "/agents/Voter/describe: `opinion` of Voter is not visible to those who read this.",
    ]);
    expect(
      changed(
        (d) =>
          (d.actions!["reflect"]!.effects![1] = {
            tell: "neighbours('Friends', self)",
            text: "{{ self.party }} {{ self.opinion }}",
          }),
      ),
    ).toEqual([
      "/actions/reflect/effects/1/text: `opinion` of Voter is not visible to those who read this.",
    ]);
    expect(changed((d) => (d.instructions = "{{ self.party }}"))[0]).toMatch(
      /^\/instructions: `self` is not defined here/,
    );
  });

  it("checks an action for every agent type that may take it", () => {
    const document = structuredClone(OPINION);
    document.agents["Bot"] = {
      count: 1,
      profile: "",
      attributes: { name: { type: "text", init: "'bot'" } },
    };
    document.phases.push({ id: "bots", decide: "Bot", do: ["reflect"] });
    const problems = problemsOf(parsed(document));
    expect(problems).toContain(
      "/actions/reflect/inputs/opinion/min: Bot has no attribute `opinion`.",
    );
    expect(problems.some((line) => line.startsWith("/views/timeline/rank"))).toBe(true);
    document.phases.pop();
    expect(problemsOf(parsed(document))).toEqual([]);
  });

  it("checks participants, subjects and fallbacks", () => {
    const read = (phase: object) =>
      changed(
        (d) => (d.phases[1] = { id: "read", decide: "Voter", do: ["reflect"], ...phase } as never),
      );
    expect(read({ where: "self.age", activation: "self.party" })).toEqual([
      expect.stringMatching(/^\/phases\/1\/where: .*true or false.*a number/),
      "/phases/1/activation: An activation is a probability, or true or false, and this is a text.",
    ]);
    expect(read({ activation: 2 })).toEqual([
      "/phases/1/activation: A probability lies between 0 and 1.",
    ]);
    expect(read({ activation: "addressed", each: "opposed" })).toEqual([]);
    expect(read({ each: "oposed" })).toEqual([
      "/phases/1/each: Unknown view: `oposed`. (did you mean opposed?)",
    ]);
    const ask = (phase: object) =>
      changed((d) => {
        d.questionnaires = { mood: { items: { mood: { type: "integer" } } } } as never;
        d.phases.push({ id: "ask", ask: "mood", who: "Voter", ...phase } as never);
      });
    expect(ask({})).toEqual([]);
    expect(ask({ activation: "addressed" })).toEqual([
      "/phases/3/activation: `addressed` is not defined here.",
    ]);
    const fallback = (answer: object) =>
      changed((d) => (d.actions!["reflect"]!.fallback = { answer } as never));
    expect(fallback({ opinion: "self.opinion", why: "'unsure'" })).toEqual([]);
    expect(fallback({ opinion: "self.party", wy: "''" })).toEqual([
      "/actions/reflect/fallback/answer: The answer lacks `why`.",
      expect.stringMatching(/^\/actions\/reflect\/fallback\/answer\/opinion: .*a number.*a text/),
      "/actions/reflect/fallback/answer/wy: Unknown input: `wy`. (did you mean why?)",
    ]);
  });

  it("requires possible answers", () => {
    const asks = (input: object) =>
      changed((d) => (d.actions!["post"]!.inputs!["text"] = input as never)).filter((line) =>
        line.includes("/inputs/"),
      );
    expect(asks({ type: "integer", min: 0.2, max: 0.8 })).toEqual([
      "/actions/post/inputs/text: There is no whole number between the bounds.",
    ]);
    expect(asks({ type: "number", min: 2, max: 1 })).toEqual([
      "/actions/post/inputs/text/min: The minimum is larger than the maximum.",
    ]);
    expect(asks({ type: "text", minLength: 9, maxLength: 5 })).toEqual([
      "/actions/post/inputs/text/minLength: The shortest length is larger than the longest.",
    ]);
    expect(
      asks({
        type: "list",
        of: { type: "category", options: ["a", "a"] },
        minItems: 3,
        maxItems: 2,
      }),
    ).toEqual([
      "/actions/post/inputs/text/of/options/1: The option `a` appears twice.",
      "/actions/post/inputs/text/minItems: The smallest number of items is larger than the " +
        "largest.",
    ]);
  });

  it("reports a problem of a view only if it is used", () => {
    const bots = (profile: string) =>
      changed((d) => {
        d.agents["Bot"] = { count: 1, profile };
        d.views!["close"] = { from: "view.timeline" };
      });
    expect(bots("")).toEqual([]);
    for (const use of ["view.timeline", "view.close", "view['timeline']"]) {
      expect(bots(`{{ ${use}.size }}`)).toEqual([
        expect.stringMatching(/^\/views\/timeline\/where: Friends ties rows of Voter/),
        "/views/timeline/rank: Bot has no attribute `opinion`.",
      ]);
    }
  });

  it("allows views to use only earlier views, and so no cycles", () => {
    expect(
      changed((d) => (d.views!["near"] = { from: "view.opposed", where: "row.age > 30" })),
    ).toEqual([]);
    const [problem, ...others] = changed(
      (d) => (d.views = { opposed: { from: "view.timeline" }, timeline: d.views!["timeline"]! }),
    );
    expect(others.every((line) => !line.startsWith("/views"))).toBe(true);
    expect(problem).toMatch(
      /^\/views\/opposed\/from: `opposed` may use the views before it, and `timeline` is not one/,
    );
    expect(changed((d) => (d.views!["self"] = { from: "Voter" }))).toContain(
      "/views/self: `self` already has a meaning: choose another name.",
    );
  });

  it("requires possible parameters", () => {
    expect(
      changed((d) => (d.parameters!["voters"] = { type: "integer", default: 1, min: 2 })),
    ).toEqual([
      "/parameters/voters/default: This default is not possible: must be at least 2, got 1.",
    ]);
    expect(
      changed(
        (d) =>
          (d.parameters!["frame"] = {
            type: "category",
            options: ["gain", "loss"],
            default: "gains",
          }),
      )[0],
    ).toMatch(/did you mean gain\?/);
    expect(changed((d) => (d.rounds = 0))).toEqual([
      "/rounds: The number of rounds is a whole number of at least 1.",
    ]);
    expect(changed((d) => (d.rounds = "count(Voter)"))[0]).toMatch(
      /^\/rounds: `Voter` is not defined here/,
    );
    expect(changed((d) => (d.rounds = "param.voters"))).toEqual([]);
  });
});

describe("attributes", () => {
  it("have an initial value of their type", () => {
    expect(person({ age: { type: "integer", init: { constant: 3.5 } } })).toEqual([
      "/agents/Person/attributes/age/init/constant: 3.5 is not a whole number.",
    ]);
    expect(
      person({ age: { type: "integer", min: 18, max: 90, init: { constant: 12 } } })[0],
    ).toMatch(/12 is not between 18 and 90/);
    expect(
      person({ party: { type: "category", options: ["a", "b"], init: { constant: "c" } } })[0],
    ).toMatch(/"c" is not one of a, b/);
    expect(
      person({
        party: {
          type: "category",
          options: ["a", "b"],
          init: { distribution: "categorical", weights: [1, 1, 1] },
        },
      })[0],
    ).toMatch(/3 weights for 2 options/);
    expect(
      person({
        party: {
          type: "category",
          options: ["a", "b"],
          init: { distribution: "uniform", min: 0, max: 1 },
        },
      })[0],
    ).toMatch(/gives numbers/);
    expect(
      person({
        size: { type: "number", init: { distribution: "categorical", weights: [1, 1] } },
      })[0],
    ).toMatch(/which `values`/);
    expect(
      person({
        size: {
          type: "number",
          init: { distribution: "categorical", weights: [1, 1], values: [3, 7] },
        },
      }),
    ).toEqual([]);
    expect(person({ name: { type: "text", init: 5 } })[0]).toMatch(
      /^\/agents\/Person\/attributes\/name\/init/,
    );
    expect(
      person({ age: { type: "integer", init: { distribution: "normal", mean: 40, sd: -1 } } })[0],
    ).toMatch(/sd: This cannot be negative/);
  });

  it("may use only attributes declared before them", () => {
    expect(
      person({
        income: { type: "number", init: "self.age * 10" },
        age: { type: "integer", init: 40 },
      }),
    ).toEqual([
      "/agents/Person/attributes/income/init: `age` is declared after `income`: an init may " +
        "use the attributes before it.",
    ]);
    expect(person({ age: { type: "integer", init: "self.age + 1" } })[0]).toMatch(
      /cannot begin with its own value/,
    );
    expect(
      person({
        age: { type: "integer", init: 40 },
        income: { type: "number", init: "self.age * 10" },
      }),
    ).toEqual([]);
  });

  it("may use only tables that are filled before them", () => {
    const made = (init: string) =>
      problemsOf(
        minimal({
          agents: {
            Person: {
              count: 3,
              profile: "",
              attributes: { job: { type: "ref", to: "Job", init } },
            },
          },
          tables: { Job: { attributes: { title: { type: "text" } }, rows: [{ title: "Baker" }] } },
          networks: { Friends: { between: ["Person", "Person"] } },
        }),
      );
    expect(made("choice(Job)")).toEqual([]);
    expect(made("count(Person) > 3 ? first(Job) : last(Job)")[0]).toMatch(
      /`Person` is not there yet/,
    );
    expect(made("count(neighbours('Friends', self)) > 3 ? first(Job) : last(Job)")[0]).toMatch(
      /`Friends` is not there yet/,
    );
    expect(made("choice(Job.filter(j, j.title == 'Person'))")).toEqual([]);
  });

  it("cover every case of a conditional init", () => {
    const sex = {
      type: "category",
      options: ["f", "m"],
      init: { distribution: "categorical", weights: [1, 1] },
    };
    const height = (init: object) => person({ sex, height: { type: "number", init } });
    expect(height({ given: "sex", cases: { f: 165, m: 178 } })).toEqual([]);
    expect(height({ given: "sex", cases: { f: 165 } })[0]).toMatch(/No case for m/);
    expect(height({ given: "sex", cases: { f: 165, x: 1 }, otherwise: 170 })[0]).toMatch(
      /cases\/x: Unknown option of `sex`: `x`/,
    );
    expect(height({ given: "gender", cases: {}, otherwise: 170 })[0]).toMatch(
      /Unknown earlier attribute: `gender`/,
    );
    expect(
      person({ height: { type: "number", init: { given: "sex", cases: { f: 1, m: 2 } } }, sex })[0],
    ).toMatch(/`sex` must be declared before `height`/);
  });

  it("need a value, or must be dynamic or optional", () => {
    expect(person({ vote: { type: "text" } })[0]).toMatch(/`vote` would be the same for all/);
    expect(person({ vote: { type: "text", dynamic: true } })).toEqual([]);
    expect(person({ vote: { type: "text", init: { constant: null } } })).toEqual([]);
    expect(problemsOf(minimal({ world: { price: { type: "number", init: "round" } } }))[0]).toMatch(
      /`round` is not defined here/,
    );
    expect(
      problemsOf(
        minimal({
          world: {
            base: { type: "number", init: 2 },
            price: { type: "number", init: "self.base * 2" },
          },
        }),
      ),
    ).toEqual([]);
  });

  it("have valid names and flags", () => {
    expect(person({ id: { type: "text", init: "'x'" } })[0]).toMatch(/`id` already has a meaning/);
    expect(person({ constructor: { type: "text", init: "'x'" } })[0]).toMatch(
      /`constructor` already has a meaning/,
    );
    expect(person({ age: { type: "integer", min: 5, max: 1, init: 3 } })[0]).toMatch(
      /minimum is larger/,
    );
    expect(
      problemsOf(minimal({ world: { price: { type: "number", init: 1, visible: "self" } } }))[0],
    ).toMatch(/Only agents read their own/);
    expect(person({}, { count: -1 })[0]).toMatch(/whole number of at least 0/);
    expect(problemsOf(minimal({ agents: { Person: { profile: "", attributes: {} } } }))[0]).toMatch(
      /`count` is missing/,
    );
  });

  it("are known and complete in inline rows", () => {
    const jobs = (...rows: object[]) =>
      problemsOf(
        minimal({
          tables: {
            Job: {
              attributes: { title: { type: "text" }, pay: { type: "number", init: 10 } },
              rows,
            },
          },
        } as never),
      );
    expect(jobs({ title: "Baker" }, { title: "Cook", pay: 12 })).toEqual([]);
    expect(jobs({ titel: "Baker" })).toEqual([
      "/tables/Job/rows/0: `title` is missing.",
      "/tables/Job/rows/0/titel: Unknown attribute of Job: `titel`. (did you mean title?)",
    ]);
    expect(jobs({ title: 5 })[0]).toMatch(/rows\/0\/title: 5 is not a text/);
  });
});

describe("networks", () => {
  const network = (declared: object) =>
    problemsOf(
      minimal({
        agents: { A: { count: 2, profile: "" }, B: { count: 2, profile: "" } },
        networks: { Ties: declared },
      } as never),
    );
  it("connect existing tables with suitable generators", () => {
    expect(network({ between: ["A", "A"], generate: { kind: "random", degree: 3 } })).toEqual([]);
    expect(network({ between: ["A", "C"] })[0]).toMatch(/Unknown agent type or table: `C`/);
    expect(network({ between: ["A", "B"], generate: { kind: "ring", degree: 3 } })[0]).toMatch(
      /ties within one table/,
    );
    expect(network({ between: ["A", "A"], generate: { kind: "bipartite", degree: 3 } })[0]).toMatch(
      /two different tables/,
    );
    expect(
      network({
        between: ["A", "A"],
        generate: { kind: "random", degree: 3, probability: 0.1 },
      })[0],
    ).toMatch(/either a `probability` or/);
    expect(
      network({ between: ["A", "A"], generate: { kind: "smallWorld", degree: 3, rewire: 1.5 } })[0],
    ).toMatch(/at most 1/);
    expect(
      network({
        between: ["A", "A"],
        generate: { kind: "homophily", degree: 3, attribute: "party", homophily: 0.5 },
      })[0],
    ).toMatch(/Unknown attribute of A: `party`/);
  });
});

describe("effects", () => {
  it("are accepted if valid", () => {
    expect(
      rules(
        { set: "world.price", to: "world.price + 1" },
        {
          forEach: "Person",
          as: "p",
          do: [
            { set: "p.mood", to: "p.age > 30 ? 'good' : 'bad'" },
            { tell: "p", text: "You are {{ p.age }}; the price is {{ world.price }}." },
          ],
        },
        {
          let: { oldest: "best(Person, p, p.age)", limit: "round + 1" },
          do: [
            {
              when: "limit > 2",
              do: [{ insert: "Post", row: { author: "oldest", text: "'hi'" } }],
              else: [{ delete: "Post" }],
            },
          ],
        },
        { insert: "Friends", between: ["first(Person)", "first(Person)"], row: { weight: 2 } },
        { delete: "Friends", between: ["first(Person)", "first(Person)"] },
        { stop: "world.price > 10", reason: "Too dear." },
      ),
    ).toEqual([]);
  });

  it.each([
    [
      { set: "world.prise", to: 1 },
      "/0/set: world has no attribute `prise`. (did you mean price?)",
    ],
    [{ set: "world.id", to: "'x'" }, "/0/set: `id` never changes."],
    [
      { forEach: "Person", as: "p", do: [{ set: "p.age", to: 3 }] },
      '/0/do/0/set: `age` of Person never changes: declare it `"dynamic": true` to set it.',
    ],
    [
      { forEach: "Person", as: "p", do: [{ set: "p.mood", to: "'great'" }] },
      /^\/0\/do\/0\/to: .*great/,
    ],
    [{ set: "round.x", to: 3 }, "/0/set: `round` is a number: only attributes of rows can be set."],
    [{ set: "self.age", to: 3 }, /^\/0\/set: `self` is not defined here/],
    [{ insert: "Pots", row: {} }, "/0/insert: Unknown table: `Pots`. (did you mean Post?)"],
    [
      { insert: "Post", row: { author: "first(Person)" } },
      "/0/row: `text` of Post is missing, and has no `init`.",
    ],
    [
      { insert: "Post", row: { author: "first(Person)", txt: "'x'", text: "'x'" } },
      "/0/row/txt: Unknown attribute of Post: `txt`. (did you mean text?)",
    ],
    [{ insert: "Friends", row: {} }, "/0: A tie of Friends needs `between`: the two rows it ties."],
    [
      { insert: "Friends", between: ["first(Person)", "first(Post)"] },
      /^\/0\/between\/1: .*a row of Person.*a row of Post/,
    ],
    [
      {
        insert: "Post",
        between: ["first(Person)", "first(Person)"],
        row: { author: "first(Person)", text: "'x'" },
      },
      "/0/between: Only networks have ties, and `Post` is not a network.",
    ],
    [{ delete: "round" }, "/0/delete: Only rows can be deleted, and this is a number."],
    [
      { delete: "Post", between: ["first(Person)", "first(Person)"] },
      "/0/delete: Unknown network: `Post`. Available: Friends.",
    ],
    [{ tell: "Post", text: "x" }, "/0/tell: `tell` needs agents, but Post is not an agent type."],
    [{ tell: "Person", text: "{{ slef }}" }, "/0/text: `slef` is not defined here."],
    [
      { tell: "Person", text: "x", importance: 3 },
      "/0/importance: Importance lies between 0 and 1.",
    ],
    [{ stop: "round" }, /^\/0\/stop: .*true or false.*a number/],
    [{ when: "1 + 1", do: [] }, /^\/0\/when/],
    [
      { forEach: "round", as: "r", do: [] },
      "/0/forEach: `forEach` goes through a list, and this is a number.",
    ],
    [
      { forEach: "Person", as: "Post", do: [] },
      "/0/as: `Post` already has a meaning here: choose another name.",
    ],
    [
      { forEach: "Person", as: "self", do: [] },
      "/0/as: `self` already has a meaning: choose another name.",
    ],
    [{ let: { world: 1 }, do: [] }, /^\/0\/let\/world: `world` already has a meaning/],
  ])("%j", (effect, message) => {
    expect(rules(effect)[0]).toEqual(
      typeof message === "string" ? message : expect.stringMatching(message),
    );
  });
});

describe("a list of unknown type", () => {
  it("is a problem if its row type matters and no other problem explains it", () => {
    expect(rules({ forEach: "[]", as: "x", do: [] })).toEqual([]);
    expect(rules({ forEach: "[]", as: "x", do: [{ tell: "x", text: "hi" }] })).toEqual([
      "/0/do/0/tell: The table of the rows “x” is unknown.",
    ]);
    expect(rules({ forEach: "[]", as: "x", do: [{ set: "x.age", to: 1 }] })).toEqual([
      "/0/do/0/set: The table of the row “x” is unknown.",
    ]);
    expect(
      rules({
        let: { x: "nobody" },
        do: [{ tell: "x", text: "hi" }, { delete: "x" }, { set: "x.age", to: 1 }],
      }),
    ).toEqual(["/0/let/x: `nobody` is not defined here."]);
  });
});

describe("the list of problems", () => {
  it("follows the document, contains each problem once, and says when it is truncated", () => {
    const measures = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`m${index}`, { value: "nothing" }]),
    );
    const problems = checkScenario(minimal({ measures, instructions: "{{ x }}" }));
    expect(problems).toHaveLength(200);
    expect(problems[0]?.pointer).toBe("/instructions");
    expect(problems[1]?.pointer).toBe("/measures/m0/value");
    expect(problems.at(-1)).toEqual({ pointer: "", message: "102 more problems are not shown." });
  });

  it("never throws, whatever the value of an expression", () => {
    for (const source of [
      "",
      "(",
      "}}",
      "self.",
      "a".repeat(3_999),
      "[".repeat(300),
      "\u0000",
      "1 / 0",
      "self.self.self",
    ]) {
      const document = {
        ...structuredClone(OPINION),
        measures: { m: { value: source === "" ? " " : source } },
      };
      expect(checkScenario(parsed(document)).length).toBeGreaterThanOrEqual(
        source === "1 / 0" ? 0 : 1,
      );
    }
  });
});
