import { describe, expect, it } from "vitest";
import type { ScenarioDocument } from "@/lib/domain/scenario";
import { checkScenario, compileScenario } from "../run/compile-scenario";
import type { ModelRequest } from "../base/ports";
import type { Commit, DecisionSlot } from "../base/contract";
import { plausibleAnswer } from "../run/fixtures/answers";
import { minimal } from "../run/fixtures/opinion";
import { openSimulation } from "../run/simulation";
import { simulate } from "../run/simulate";
import { countTokens } from "../tokens/token-table";

const attributes = { mood: { type: "number", init: 0.25, dynamic: true } } as const;

/** A scenario in which agents remember their own answers, round after round. */
const diary = (
  memory: object,
  parts: Partial<ScenarioDocument> = {},
): Partial<ScenarioDocument> => ({
  rounds: 5,
  agents: {
    Person: { count: 3, profile: "You are {{ self.id }}.", attributes, memory: memory as never },
  },
  actions: {
    note: {
      prompt: "What happens in round {{ round }}?",
      inputs: { text: { type: "text", maxLength: 80 } },
      effects: [{ tell: "self", text: "You noted: {{ arg.text }}" }],
    },
  },
  phases: [{ id: "day", decide: "Person", do: ["note"] }],
  ...parts,
});

const open = (parts: Partial<ScenarioDocument>) =>
  openSimulation(compileScenario(minimal(parts)), { parameters: {}, seed: 1 });

/** Runs a simulation; `answer` overrides fields of a plausible answer. */
async function play(
  parts: Partial<ScenarioDocument>,
  answer: (prompt: string, request: ModelRequest) => object = () => ({}),
  arrange?: (slots: readonly DecisionSlot[]) => readonly DecisionSlot[],
) {
  const prompts: string[] = [];
  const model = (request: ModelRequest): string => {
    const prompt = request.messages.at(-1)?.content ?? "";
    prompts.push(prompt);
    return JSON.stringify({
      ...(JSON.parse(plausibleAnswer(request)) as object),
      ...answer(prompt, request),
    });
  };
  const commits: Commit[] = [];
  const run = await simulate(open(parts), model, {
    onCommit: (commit) => commits.push(commit),
    ...(arrange && { arrange }),
  });
  return { ...run, commits, prompts, memories: commits.flatMap((commit) => commit.memories) };
}

const of = (prompts: readonly string[], agent: string): readonly string[] =>
  prompts.filter((prompt) => prompt.includes(`You are ${agent}.`));

describe("long memory in a run", () => {
  const topics = [
    "the harbour at dawn",
    "your cousin's wedding",
    "a broken bicycle",
    "rain on Sunday",
    "rain on Monday",
    "rain on Tuesday",
  ];
  const parts = diary(
    { kind: "long", keep: 1, retrieve: 1, weights: { recency: 0, relevance: 1, importance: 0 } },
    {
      rounds: 6,
      actions: {
        note: {
          prompt:
            "{% if round == 6 %}Do you remember your cousin's wedding?{% else %}What now?{% " +
            "endif %}",
          inputs: { text: { type: "text" } },
          effects: [{ tell: "self", text: "{{ arg.text }}" }],
        },
      },
    },
  );
  const mentions = new Map<string, number>();
  const answer = (prompt: string) => {
    const who = /You are (\S+)\./.exec(prompt)?.[1] ?? "";
    mentions.set(who, (mentions.get(who) ?? -1) + 1);
    return { text: topics[mentions.get(who) ?? 0] };
  };

  it("shows the latest and the relevant memories in chronological order", async () => {
    mentions.clear();
    const last = of((await play(parts, answer)).prompts, "Person-2").at(-1);
    expect(last).toContain(
      "What you remember:\n- Round 2: your cousin's wedding\n- Round 5: rain on Monday\n\nDo " +
        "you remember",
    );
  });

  it("requests all memories with embeddings from the store", () => {
    const sim = open(parts);
    sim.commit([]);
    const [slot] = sim.plan();
    expect(sim.memoryNeeds(sim.plan())).toEqual([
      {
        agentType: "Person",
        latest: "all",
        embeddings: true,
        agents: ["Person-1", "Person-2", "Person-3"],
      },
    ]);
    expect(sim.memoryQuery(slot!)).toBe("What now?");
  });

  it("gives the same prompts when it receives only the memories it will show", async () => {
    const sim = open(parts);
    sim.commit([]);
    const [slot] = sim.plan();
    const memories = topics.map((text, at) => ({
      version: at + 1,
      seq: 0,
      round: at + 1,
      kind: "told" as const,
      text,
      importance: 0.5,
      embedding: new Int8Array(256).fill(at + 1).fill(0, at * 10),
    }));
    const query = new Int8Array(256).fill(3);
    const shown = sim.recall(slot!, memories, query);
    expect(shown).toHaveLength(2);
    expect(sim.request(slot!, shown, query)).toEqual(sim.request(slot!, memories, query));
  });
});

describe("the importance of messages", () => {
  const importances = async (
    memory: object,
    effects: object[] = [{ tell: "self", text: "told" }],
    answer = {},
  ) => {
    const action = { prompt: "?", inputs: { text: { type: "text" } }, effects };
    const run = await play(
      diary(memory, { rounds: 1, actions: { note: action } as never }),
      () => answer,
    );
    return { ...run, values: run.memories.map(({ importance }) => importance) };
  };

  it("is 0.5, a constant, or an expression of the recipient", async () => {
    expect((await importances({ kind: "short" })).values).toEqual([0.5, 0.5, 0.5]);
    expect((await importances({ kind: "long", importance: 0.2 })).values).toEqual([0.2, 0.2, 0.2]);
    expect((await importances({ kind: "long", importance: "self.mood * 2" })).values).toEqual([
      0.5, 0.5, 0.5,
    ]);
    expect((await importances({ kind: "long", importance: "self.mood * 9" })).values).toEqual([
      1, 1, 1,
    ]);
  });

  it("is rated by the agent in the same answer, without another call", async () => {
    const { values, prompts, decisions } = await importances(
      { kind: "long", importance: "model" },
      undefined,
      { importance: 7 },
    );
    expect(values).toEqual([0.7, 0.7, 0.7]);
    expect(prompts).toHaveLength(3);
    expect(prompts[0]).toContain(
      '- "importance" (how important this moment is to you, from 1 (everyday) to 10 ' +
        "(life-changing)): a whole number from 1 to 10",
    );
    expect(decisions[0]?.values).toMatchObject({ importance: 7 });
  });

  it("is validated like every part of an answer", async () => {
    const { decisions, memories } = await importances(
      { kind: "long", importance: "model" },
      undefined,
      { importance: 11 },
    );
    expect(decisions.map(({ status, reason }) => [status, reason])).toEqual([
      ["invalid", "outOfRange"],
      ["invalid", "outOfRange"],
      ["invalid", "outOfRange"],
    ]);
    expect(memories).toEqual([]);
  });

  it("is determined by the effect first", async () => {
    expect(
      (
        await importances(
          { kind: "long", importance: "model" },
          [{ tell: "self", text: "told", importance: 0.9 }],
          { importance: 2 },
        )
      ).values,
    ).toEqual([0.9, 0.9, 0.9]);
  });

  it("is rated only for messages to oneself, and only if one may be sent", async () => {
    const others = await importances(
      { kind: "long", importance: "model" },
      [{ tell: "Person.filter(p, p != self)", text: "gossip" }],
      { importance: 10 },
    );
    expect(new Set(others.values)).toEqual(new Set([0.5]));
    expect((await importances({ kind: "long", importance: "model" }, [])).prompts[0]).not.toContain(
      "importan",
    );
  });

  it("avoids the name of an input", async () => {
    const action = {
      prompt: "?",
      inputs: { importance: { type: "text" } },
      effects: [{ tell: "self", text: "{{ arg.importance }}" }],
    };
    const { memories } = await play(
      diary(
        { kind: "long", importance: "model" },
        { rounds: 1, actions: { note: action } as never },
      ),
      () => ({ importance: "great", _importance: 3 }),
    );
    expect(memories.map(({ text, importance }) => [text, importance])).toEqual([
      ["great", 0.3],
      ["great", 0.3],
      ["great", 0.3],
    ]);
  });

  it("is checked", () => {
    const problems = (importance: unknown) =>
      checkScenario(minimal(diary({ kind: "long", importance }))).map(({ pointer }) => pointer);
    expect(problems(2)).toEqual(["/agents/Person/memory/importance"]);
    expect(problems("self.nothing")).toEqual(["/agents/Person/memory/importance"]);
    expect(problems("'high'")).toEqual(["/agents/Person/memory/importance"]);
  });
});

describe("reflection in a run", () => {
  const parts = diary({
    kind: "reflection",
    keep: 3,
    retrieve: 3,
    importance: 0.5,
    threshold: 1,
    insights: 2,
  });
  const reflecting = (prompt: string) => prompt.includes("Take stock");
  const answer = (prompt: string) =>
    reflecting(prompt)
      ? { insight1: "You like the sea.", because1: [2, 1], insight2: null, because2: null }
      : {};

  it("runs at the end of a round, above the threshold, as one decision per agent", async () => {
    const { decisions } = await play(parts, answer);
    const reflections = decisions.filter(({ kind }) => kind === "reflection");
    expect(reflections.map(({ round, phase, agent }) => [round, phase, agent])).toEqual(
      [2, 4].flatMap((round) =>
        ["Person-1", "Person-2", "Person-3"].map((agent) => [round, "reflection", agent]),
      ),
    );
  });

  it("numbers memories since the last reflection and stores insights with citations", async () => {
    const { prompts, memories, commits } = await play(parts, answer);
    const [first, second] = of(prompts, "Person-1").filter(reflecting);
    expect(first).toMatch(
      /^You are Person-1\.\n\nWhat has happened since you last took stock:\n1\. Round 1: /,
    );
    expect(first).toMatch(
      /:\n1\. Round 1: You noted: .*\n2\. Round 2: You noted: .*\n\nTake stock/,
    );
    expect(first).toContain(
      '- "because1" (the numbers of what it rests on): a list of 1 to 2 items, each a whole ' +
        "number from 1 to 2",
    );
    expect(second).toMatch(/1\. Round 3: .*\n2\. Round 4: [^\n]*\n\nTake stock/);
    const own = memories.filter(({ agent }) => agent === "Person-1");
    const insight = own.find(({ kind }) => kind === "insight")!;
    expect(insight).toMatchObject({ text: "You like the sea.", phase: "reflection", round: 2 });
    const cited = commits.flatMap(({ version, memories: made }) =>
      made
        .filter(({ agent }) => agent === "Person-1")
        .map(({ seq, text }) => [`${version - 1}.${seq}`, text]),
    );
    expect(insight.cites?.map((id) => cited.find(([key]) => key === id)?.[1])).toEqual([
      own[1]?.text,
      own[0]?.text,
    ]);
  });

  it("ignores insights without citations", async () => {
    const groundless = (prompt: string) =>
      reflecting(prompt)
        ? { insight1: "You like the sea.", because1: [1], insight2: "All is well.", because2: null }
        : {};
    expect(
      new Set(
        (await play(parts, groundless)).memories
          .filter(({ kind }) => kind === "insight")
          .map(({ text }) => text),
      ),
    ).toEqual(new Set(["You like the sea."]));
  });

  it("shows insights among the memories of later rounds", async () => {
    const { prompts } = await play(parts, answer);
    expect(of(prompts, "Person-3").find((prompt) => prompt.includes("round 3?"))).toContain(
      "- Round 2, a conclusion of yours: You like the sea.",
    );
  });

  it("asks again in the next round after an invalid answer", async () => {
    const { decisions } = await play(parts, (_, { messages }) =>
      messages.some(({ content }) => reflecting(content)) ? { insight1: "", because1: [99] } : {},
    );
    const rounds = decisions
      .filter(({ kind, agent }) => kind === "reflection" && agent === "Person-1")
      .map(({ round, status }) => [round, status]);
    expect(rounds).toEqual([
      [2, "invalid"],
      [3, "invalid"],
      [4, "invalid"],
      [5, "invalid"],
    ]);
  });

  it("is rated like other memories if the agent rates", async () => {
    const rated = diary({ kind: "reflection", importance: "model", threshold: 0.8, insights: 1 });
    const { memories } = await play(rated, (prompt) =>
      reflecting(prompt)
        ? { insight1: "So it is.", because1: [1], importance: 9 }
        : { importance: 4 },
    );
    expect(
      memories
        .filter(({ agent }) => agent === "Person-1")
        .map(({ kind, importance }) => [kind, importance]),
    ).toEqual([
      ["told", 0.4],
      ["told", 0.4],
      ["insight", 0.9],
      ["told", 0.4],
      ["told", 0.4],
      ["insight", 0.9],
      ["told", 0.4],
    ]);
  });

  it("does not depend on the order of calls, prompts included", async () => {
    const calm = await play(parts);
    const turned = await play(parts, undefined, (slots) => slots.toReversed());
    expect(turned.digest).toBe(calm.digest);
    expect(turned.prompts.toSorted()).toEqual(calm.prompts.toSorted());
  });

  it("is replayed from recorded answers without memories", async () => {
    const original = await play(parts);
    const replay = open(parts);
    for (const commit of original.commits) {
      const recorded = JSON.parse(
        JSON.stringify(original.decisions.filter(({ version }) => version === replay.version)),
      ) as typeof original.decisions;
      expect(replay.commit(recorded).digest).toBe(commit.digest);
    }
  });

  it("describes the shape of an answer without writing a prompt", () => {
    const sim = open({
      ...diary({ kind: "long", importance: "model" }),
      calls: { budget: { profile: 50 } },
    });
    sim.commit([]);
    const slot = sim.plan()[1]!;
    expect(sim.answerShape(slot)).toEqual(sim.request(slot, []).answer);
  });

  it("adds no phase to scenarios without reflection", () => {
    const keys = (memory: object) => open(diary(memory)).schedule.perRound.map(({ key }) => key);
    expect(keys({ kind: "long" })).toEqual(["day"]);
    expect(keys({ kind: "reflection" })).toEqual(["day", "reflection"]);
  });
});

describe("budgets of a prompt", () => {
  const WORDY = "Something long happened that takes a number of words to tell, as things do. "
    .repeat(3)
    .trim();
  const budgeted = (budget: object, profile = "You are {{ self.id }}.", prompt = "And now?") =>
    diary(
      { kind: "short", keep: 50 },
      {
        agents: { Person: { count: 1, profile, attributes, memory: { kind: "short", keep: 50 } } },
        actions: {
          note: {
            prompt,
            inputs: { text: { type: "text", maxLength: 600 } },
            effects: [{ tell: "self", text: `{{ round }} ${WORDY}` }],
          },
        },
        rounds: 8,
        calls: { budget },
      },
    );
  const trimmedOf = async (parts: Partial<ScenarioDocument>) => {
    const trimmed: (readonly string[])[] = [];
    const sim = open(parts);
    const request = sim.request.bind(sim);
    sim.request = (...given) => {
      const prepared = request(...given);
      trimmed.push(prepared.trimmed);
      return prepared;
    };
    const prompts: string[] = [];
    await simulate(sim, (asked) => {
      prompts.push(asked.messages.at(-1)?.content ?? "");
      return plausibleAnswer(asked);
    });
    return { trimmed, prompts };
  };

  it("drop the oldest memories first, and report it", async () => {
    const { trimmed, prompts } = await trimmedOf(budgeted({ memory: 150 }));
    const part = prompts.at(-1)?.split("\n\n")[1] ?? "";
    expect(trimmed[1]).toEqual([]);
    expect(trimmed.at(-1)).toEqual(["memory"]);
    expect(part).toMatch(/^What you remember:\n- Round \d: /);
    expect(part).toContain("- Round 7: ");
    expect(part).not.toContain("- Round 1: ");
    const tokens = countTokens(part);
    expect(tokens).toBeLessThanOrEqual(150);
    // At the limit: the same list fits at exactly its token count, and one memory fewer with one
    // token less.
    const lines = (await trimmedOf(budgeted({ memory: tokens }))).prompts.at(-1)?.split("\n\n")[1];
    expect(lines).toBe(part);
    const fewer =
      (await trimmedOf(budgeted({ memory: tokens - 1 }))).prompts.at(-1)?.split("\n\n")[1] ?? "";
    expect(fewer.split("\n")).toHaveLength(part.split("\n").length - 1);
  });

  it("cut profile and observation at a line, with a note", async () => {
    const long = Array.from({ length: 40 }, (_, at) => `Line ${at} of what there is to see.`).join(
      "\n",
    );
    const { trimmed, prompts } = await trimmedOf(
      budgeted({ profile: 60, observation: 70 }, `You are {{ self.id }}.\n${long}`, long),
    );
    expect(trimmed[0]).toEqual(["profile", "observation"]);
    const [profile, observation] = prompts[0]?.split("\n\n") ?? [];
    for (const [part, budget] of [
      [profile ?? "", 60],
      [observation ?? "", 70],
    ] as const) {
      expect(part).toMatch(/to see\.\n\[The rest is left out\.\]$/);
      expect(countTokens(part)).toBeLessThanOrEqual(budget);
    }
  });

  it("limit the citations of a reflection to the listed memories", async () => {
    const parts = {
      ...budgeted({ memory: 150 }),
      agents: {
        Person: {
          count: 1,
          profile: "You are {{ self.id }}.",
          attributes,
          memory: { kind: "reflection", threshold: 3.5, insights: 1 },
        },
      },
    } as Partial<ScenarioDocument>;
    const { prompts } = await trimmedOf(parts);
    const [prompt = ""] = prompts.filter((one) => one.includes("Take stock"));
    const numbers = prompt.match(/^\d+\. Round/gm) ?? [];
    expect(numbers.length).toBeGreaterThan(1);
    expect(numbers.length).toBeLessThan(7);
    expect(prompt).toContain(`each a whole number from 1 to ${numbers.length}`);
    expect(prompt).toContain(". Round 7: ");
  });
});
