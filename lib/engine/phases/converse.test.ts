import { describe, expect, it } from "vitest";
import {
  type AskedDecision,
  openConversations,
  runConversations,
  turnAnswer,
  speakerOrdinals,
  type ConversationSettings,
  conversationScenario,
  recordedTurns,
} from "./fixtures/conversations";

describe("a conversation", () => {
  it("calls each speaker in turn with its own profile and the previous turns", async () => {
    const { asked, sim, decisions } = await runConversations(conversationScenario({}), turnAnswer);
    expect(asked.map(({ slot, stage }) => [slot.agent, slot.kind, slot.about, stage])).toEqual(
      [1, 2, 3, 1].map((n, stage) => [`Person-${n}`, "turn", "tea#1", stage]),
    );
    expect(asked.map(({ prompt }) => prompt.split("\n\n").slice(0, 2))).toEqual([
      ["You are P1; nobody knows the secret of Person-1.", "Talk about tea."],
      ["You are P2; nobody knows the secret of Person-2.", "Talk about tea.\n1 P1: I am Person-1."],
      [
        "You are P3; nobody knows the secret of Person-3.",
        "Talk about tea.\n1 P1: I am Person-1.\n2 P2: I am Person-2.",
      ],
      [
        "You are P1; nobody knows the secret of Person-1.",
        "Talk about tea.\n1 P1: I am Person-1.\n2 P2: I am Person-2.\n3 P3: I am Person-3.",
      ],
    ]);
    expect(recordedTurns(sim)[3]).toEqual({
      conversation: 1,
      round: 1,
      turn: 4,
      speaker: "Person-1",
      text: "I am Person-1.",
    });
    expect(decisions.map(({ kind, action, status }) => [kind, action, status])).toEqual(
      Array.from({ length: 4 }, () => ["turn", "tea", "valid"]),
    );
  });

  it("draws a new seed for the model in every turn", async () => {
    const sim = openConversations(conversationScenario({ maxTurns: 6 }), 2);
    const seeds = new Set<number>();
    for (sim.commit([]); sim.step();) {
      for (const slot of sim.plan()) seeds.add(sim.request(slot, []).model.seed);
      sim.commit(sim.plan().map(({ seq }) => ({ seq, action: "tea", values: { text: "Yes." } })));
    }
    expect(seeds.size).toBe(6);
  });

  it("passes the turn when a speaker gives no valid answer, and records no text", async () => {
    const { asked, sim, decisions } = await runConversations(conversationScenario({}), (one) =>
      one.slot.agent === "Person-2" ? "no" : turnAnswer(one),
    );
    expect(asked.map(({ slot }) => slot.agent)).toEqual([
      "Person-1",
      "Person-2",
      "Person-3",
      "Person-1",
    ]);
    expect(recordedTurns(sim).map(({ turn, speaker }) => [turn, speaker])).toEqual([
      [1, "Person-1"],
      [3, "Person-3"],
      [4, "Person-1"],
    ]);
    expect(decisions[1]).toMatchObject({
      agent: "Person-2",
      kind: "turn",
      status: "invalid",
      reason: "notJson",
      values: null,
      usedFallback: false,
    });
  });

  it("ends early when its condition is true, which sees the turns so far", async () => {
    const { sim } = await runConversations(
      conversationScenario({
        maxTurns: 50,
        end: "turns.exists(t, t.text.contains('bye')) && count(members) == 3",
      }),
      (one) => ({ text: one.stage === 4 ? "bye" : "no" }),
    );
    expect(sim.world.rows("tea")).toHaveLength(5);
  });

  it("has as many turns as an expression allows, possibly none", async () => {
    const turns = async (maxTurns: string | number) =>
      (
        await runConversations(
          conversationScenario({
            maxTurns,
            closing: { prompt: "?", inputs: { ok: { type: "boolean" } } },
          }),
          (one) => (one.slot.kind === "turn" ? turnAnswer(one) : { ok: true }),
        )
      ).asked
        .map(({ slot }) => slot.kind)
        .join(" ");
    expect(await turns("count(members) - 1.5")).toBe("turn closing closing closing");
    expect(await turns("param.people - 3")).toBe("closing closing closing");
    expect(() => {
      const sim = openConversations(conversationScenario({ maxTurns: "count(members) * 1000" }));
      sim.commit([]);
      sim.plan();
    }).toThrow(/at most 1000 turns, not 3000.*maxTurns/);
  });

  it("stores further inputs of every turn, rows by reference", async () => {
    const inputs: ConversationSettings["inputs"] = {
      heat: { type: "integer", min: 1, max: "self.mood" },
      to: { type: "ref", from: "members.filter(m, m != self)", optional: true },
      answering: { type: "ref", from: "turns", optional: true },
      tags: { type: "list", of: { type: "category", options: ["milk", "sugar"] } },
    };
    const prompt =
      "{% for t in turns %}{{ t.speaker.name }} to {{ t.to.name }} ({{ t.heat }}, {{ t.tags " +
      "| join: '+' }}, after {{ t.answering.text }})\n{% endfor %}";
    const { asked, sim, commits } = await runConversations(
      conversationScenario(
        { ...(inputs && { inputs }), prompt, maxTurns: 2 },
        {
          measures: {
            heat: { value: "mean(tea.map(t, t.heat))", at: "end" },
            toThird: { value: "count(tea, t, t.to != null && t.to.name == 'P3')", at: "end" },
          },
        },
      ),
      ({ slot }) => ({
        text: `I am ${slot.agent}.`,
        heat: slot.agent === "Person-1" ? 1 : 2,
        to: slot.agent === "Person-1" ? "P3" : null,
        answering: slot.agent === "Person-1" ? null : "tea-1",
        tags: ["milk", "sugar"],
      }),
    );
    expect(recordedTurns(sim)).toEqual([
      {
        conversation: 1,
        round: 1,
        turn: 1,
        speaker: "Person-1",
        text: "I am Person-1.",
        heat: 1,
        to: "Person-3",
        answering: null,
        tags: ["milk", "sugar"],
      },
      {
        conversation: 1,
        round: 1,
        turn: 2,
        speaker: "Person-2",
        text: "I am Person-2.",
        heat: 2,
        to: null,
        answering: "tea-1",
        tags: ["milk", "sugar"],
      },
    ]);
    expect(asked[1]?.prompt).toContain("P1 to P3 (1, milk+sugar, after )");
    expect(asked[1]?.prompt).toContain('"tea-1": I am Person-1.');
    expect(commits.at(-1)?.measures.map(({ value }) => value)).toEqual([1.5, 1]);
  });

  it("allows silence if its text is optional", async () => {
    const { sim, decisions } = await runConversations(
      conversationScenario({ inputs: { text: { type: "text", optional: true, maxLength: 20 } } }),
      (one) => ({ text: one.slot.agent === "Person-2" ? null : "Yes." }),
    );
    expect(speakerOrdinals(sim)).toBe("1 3 1");
    expect(decisions.every(({ status }) => status === "valid")).toBe(true);
  });

  it("is remembered only through its effects", async () => {
    const settings = {
      after: [{ tell: "members", text: "You talked about tea for {{ turns.size }} turns." }],
    };
    const { commits, asked } = await runConversations(
      conversationScenario(settings, { rounds: 2 }),
      turnAnswer,
    );
    expect(
      commits
        .flatMap(({ memories }) => memories.map(({ agent, text, round }) => [agent, text, round]))
        .slice(0, 3),
    ).toEqual([1, 2, 3].map((n) => [`Person-${n}`, "You talked about tea for 4 turns.", 1]));
    expect(asked[0]?.prompt).not.toContain("remember");
    expect(asked.at(-1)?.prompt).toContain(
      "What you remember:\n- Round 1: You talked about tea for 4 turns.",
    );
  });
});

describe("the next speaker", () => {
  it("is drawn at random, and never twice in a row", async () => {
    const orders = await Promise.all(
      [1, 1, 2].map(async (seed) =>
        speakerOrdinals(
          (
            await runConversations(
              conversationScenario({ next: "random", maxTurns: 40 }),
              turnAnswer,
              { people: 4, seed },
            )
          ).sim,
        ),
      ),
    );
    expect(orders[0]).toBe(orders[1]);
    expect(orders[0]).not.toBe(orders[2]);
    const order = (orders[0] ?? "").split(" ");
    expect(order.every((speaker, turn) => speaker !== order[turn + 1])).toBe(true);
    expect(new Set(order)).toEqual(new Set(["1", "2", "3", "4"]));
  });

  it("is given by an expression, and null ends the conversation", async () => {
    const next = {
      expression:
        "count(turns) < 5 ? best(members, m, m.mood * 10 - count(turns, t, t.speaker == m)) : null",
    };
    const { sim } = await runConversations(
      conversationScenario({ next, maxTurns: 20 }),
      turnAnswer,
    );
    expect(speakerOrdinals(sim)).toBe("1 2 3 1 2");
    const outsider = await runConversations(
      conversationScenario({
        next: { expression: "count(turns) < 2 ? first(Person) : Person[3]" },
        members: "Person.filter(p, p.name != 'P4')",
      }),
      turnAnswer,
      { people: 4 },
    );
    expect(speakerOrdinals(outsider.sim)).toBe("1 1");
  });

  it("is named by the last speaker; without a valid answer it is the next in order", async () => {
    const { asked, sim, decisions } = await runConversations(
      conversationScenario({ next: "lastSpeaker", maxTurns: 5 }),
      (one) =>
        one.stage === 2
          ? "nonsense"
          : { text: "Hm.", next: one.slot.agent === "Person-3" ? "Person-1" : "P3" },
    );
    expect(asked[0]?.prompt).toContain(
      '- "next" (Who speaks next): the id of one of the options:\n  "Person-2": P2\n  ' +
        '"Person-3": P3',
    );
    expect(asked.map(({ slot }) => slot.agent)).toEqual([
      "Person-1",
      "Person-3",
      "Person-1",
      "Person-2",
      "Person-3",
    ]);
    expect(decisions[0]?.values).toEqual({ text: "Hm.", next: "Person-3" });
    expect(Object.keys(recordedTurns(sim)[0] ?? {})).toEqual([
      "conversation",
      "round",
      "turn",
      "speaker",
      "text",
    ]);
  });

  it("is named by the moderator in a separate call", async () => {
    const moderated = conversationScenario({
      next: "moderator",
      moderator: "first(Chair)",
      maxTurns: 3,
      prompt: "{% if moderator %}A chair asks you to speak.{% endif %}",
    });
    const { asked, sim } = await runConversations(moderated, (one) =>
      one.slot.kind === "next" ? (one.stage === 2 ? "?" : { next: "Person-2" }) : turnAnswer(one),
    );
    expect(
      asked.map(
        ({ slot, stage }) =>
          `${stage} ${slot.kind} ${slot.agentType} ${slot.agent} ${slot.about ?? ""}`,
      ),
    ).toEqual([
      "0 next Chair Chair-1 tea#1",
      "1 turn Person Person-2 tea#1",
      "2 next Chair Chair-1 tea#1",
      "3 turn Person Person-3 tea#1",
      "4 next Chair Chair-1 tea#1",
      "5 turn Person Person-2 tea#1",
    ]);
    expect(asked[0]?.prompt).toContain(
      "You chair and are strict.\n\nYou moderate a conversation.\nNobody has spoken yet.\n" +
        "Who speaks next?",
    );
    expect(asked[4]?.prompt).toContain(
      "So far:\n- Person-2: I am Person-2.\n- Person-3: I am Person-3.\nWho speaks next?",
    );
    expect(asked[1]?.prompt).toContain("A chair asks you to speak.");
    expect(speakerOrdinals(sim)).toBe("2 3 2");
  });

  it("may be asked of a moderator with a custom prompt; a member may moderate", async () => {
    const { asked, sim } = await runConversations(
      conversationScenario({
        next: "moderator",
        moderator: "members[1]",
        moderation: "{{ self.name }}, after {{ turns.size }} turns: who?",
        maxTurns: 2,
      }),
      (one) => (one.slot.kind === "next" ? { next: "Person-2" } : turnAnswer(one)),
    );
    expect(asked[2]?.prompt).toContain("P2, after 1 turns: who?");
    expect(speakerOrdinals(sim)).toBe("2 2");
  });
});

describe("groups of a conversation", () => {
  it("may be rows with their own members, and converse in parallel until all ended", async () => {
    const parts = conversationScenario(
      {
        members: "Person.filter(p, p.mood + row.size > 5 && (row.size > 2 || p.name != 'P3'))",
        maxTurns: "row.size",
        end: "count(turns) == 2 && row.size == 2",
        prompt: "Room {{ row.size }}: {{ members | map: 'name' | join: ' ' }}",
      },
      {
        groups: "Room",
        tables: {
          Room: {
            attributes: { size: { type: "integer" } },
            rows: [{ size: 4 }, { size: 3 }, { size: 1 }],
          },
        },
      },
    );
    const { asked, sim, commits } = await runConversations(parts, turnAnswer);
    // The third room is empty and has no conversation.
    expect(
      asked.map(
        ({ slot, stage }) =>
          `${stage} ${slot.about ?? ""} ${slot.agent} ${slot.row?.id ?? ""} ${slot.slot}`,
      ),
    ).toEqual([
      "0 tea#1 Person-1 Room-1 0",
      "0 tea#2 Person-1 Room-2 1",
      "1 tea#1 Person-2 Room-1 0",
      "1 tea#2 Person-2 Room-2 1",
      "2 tea#1 Person-3 Room-1 0",
      "2 tea#2 Person-3 Room-2 1",
      "3 tea#1 Person-1 Room-1 0",
    ]);
    expect(asked[1]?.prompt).toContain("Room 3: P1 P2 P3");
    expect(
      commits
        .filter(({ step }) => step.key === "talk")
        .map(({ step, roundOver }) => [step.stage, roundOver]),
    ).toEqual([
      [0, false],
      [1, false],
      [2, false],
      [3, true],
    ]);
    expect(recordedTurns(sim).filter(({ conversation }) => conversation === 2)).toHaveLength(3);
  });

  it("may be lists, and a member of two of them speaks in both", async () => {
    const { asked, sim } = await runConversations(
      conversationScenario(
        { maxTurns: 2 },
        {
          groups:
            "[Person, Person.filter(p, p.name != 'P1'), Person.filter(p, p.name == 'P1'), " +
            "[Person[0], Person[0]]]",
        },
      ),
      turnAnswer,
    );
    expect(asked.map(({ slot }) => `${slot.about ?? ""} ${slot.agent}/${slot.slot}`)).toEqual([
      "tea#1 Person-1/0",
      "tea#2 Person-2/0",
      "tea#1 Person-2/0",
      "tea#2 Person-3/0",
    ]);
    expect(asked[3]?.prompt).not.toContain("Person-1");
    const both = await runConversations(
      conversationScenario({ maxTurns: 1 }, { groups: "[Person, Person]" }),
      turnAnswer,
    );
    expect(both.asked.map(({ slot }) => slot.slot)).toEqual([0, 1]);
    expect(sim.world.rows("tea")).toHaveLength(4);
  });

  it("number their conversations across rounds", async () => {
    const { asked } = await runConversations(
      conversationScenario({ maxTurns: 1 }, { groups: "chunks(Person, 2)", rounds: 2 }),
      turnAnswer,
      { people: 4 },
    );
    expect(asked.map(({ slot }) => slot.about)).toEqual(["tea#1", "tea#2", "tea#3", "tea#4"]);
  });

  it("may be empty, and nothing happens", async () => {
    const { commits, sim } = await runConversations(
      conversationScenario(
        { after: [{ tell: "Person", text: "Over." }] },
        { groups: "chunks(Person, 1)" },
      ),
      turnAnswer,
    );
    expect([commits.length, sim.world.rows("tea").length, commits.at(-1)?.memories]).toEqual([
      2,
      0,
      [],
    ]);
  });
});

describe("the end of a conversation", () => {
  const closing: ConversationSettings["closing"] = {
    prompt: "{{ turns.size }} turns, {{ members.size }} members. How do you feel?",
    inputs: { mood: { type: "integer", min: 1, max: 5 } },
    effects: [{ set: "self.mood", to: "arg.mood" }],
  };
  const answer = (one: AskedDecision) =>
    one.slot.kind === "closing" ? { mood: 5 } : turnAnswer(one);

  it("asks every member to decide after all conversations, then applies effects", async () => {
    const after = [
      { set: "row.size", to: "sum(members.map(m, m.mood))" },
      { tell: "members", text: "{{ turns[0].text }}" },
    ];
    const parts = conversationScenario(
      {
        members: "row.size == 2 ? Person.filter(p, p.name != 'P3') : Person",
        maxTurns: "row.size",
        ...(closing && { closing }),
        after,
      },
      {
        groups: "Room",
        tables: {
          Room: {
            attributes: { size: { type: "integer", dynamic: true } },
            rows: [{ size: 2 }, { size: 3 }],
          },
        },
      },
    );
    const { asked, sim, commits } = await runConversations(parts, answer);
    expect(
      asked
        .filter(({ slot }) => slot.kind === "closing")
        .map(({ slot, stage }) => `${stage} ${slot.about ?? ""} ${slot.agent}/${slot.slot}`),
    ).toEqual([
      "3 tea#1 Person-1/0",
      "3 tea#1 Person-2/0",
      "3 tea#2 Person-1/1",
      "3 tea#2 Person-2/1",
      "3 tea#2 Person-3/0",
    ]);
    expect(asked.at(-1)?.prompt).toContain("3 turns, 3 members. How do you feel?");
    expect(sim.world.rows("Room").map(({ size }) => size)).toEqual([10, 15]);
    expect(commits.at(-1)?.memories).toHaveLength(5);
  });

  it("asks no one without a closing question, and still applies its effects", async () => {
    const { commits, asked } = await runConversations(
      conversationScenario(
        {
          closing: { prompt: "", effects: [{ tell: "self", text: "Bye." }] },
          after: [{ stop: "count(turns) == 4", reason: "All said." }],
        },
        { rounds: 3 },
      ),
      turnAnswer,
    );
    expect(asked).toHaveLength(4);
    expect(commits.at(-1)?.memories.map(({ text }) => text)).toEqual(["Bye.", "Bye.", "Bye."]);
    expect(commits.at(-1)).toMatchObject({ stopped: "All said.", step: { round: 1 } });
  });

  it("is rated by agents who rate messages, in the same answer", async () => {
    const parts = conversationScenario({
      maxTurns: 1,
      closing: {
        prompt: "?",
        inputs: { ok: { type: "boolean" } },
        effects: [{ tell: "self", text: "It is over." }],
      },
    });
    const person = parts.agents?.["Person"];
    if (!person) throw new Error("There are no people.");
    const { asked, commits } = await runConversations(
      {
        ...parts,
        agents: {
          ...parts.agents,
          Person: { ...person, memory: { kind: "long", importance: "model" } },
        },
      },
      (one) => (one.slot.kind === "closing" ? { ok: true, importance: 8 } : turnAnswer(one)),
    );
    expect(asked.map(({ slot, prompt }) => [slot.kind, prompt.includes('"importance"')])).toEqual([
      ["turn", false],
      ["closing", true],
      ["closing", true],
      ["closing", true],
    ]);
    expect(commits.at(-1)?.memories.map(({ importance }) => importance)).toEqual([0.8, 0.8, 0.8]);
  });

  it("fails the run if its effects fail, like rules", async () => {
    await expect(
      runConversations(
        conversationScenario({
          after: [{ forEach: "members", as: "m", do: [{ set: "m.mood", to: "1 / 0" }] }],
        }),
        turnAnswer,
      ),
    ).rejects.toThrow(/conversations\/tea\/after\/0\/do\/0/);
  });
});

describe("members who no longer exist", () => {
  const intervene = (sim: ReturnType<typeof openConversations>, who: string) =>
    sim.intervene({
      number: 1,
      label: "Gone",
      effects: [{ delete: `Person.filter(p, p.name == '${who}')` }],
    });
  const turn = (sim: ReturnType<typeof openConversations>) => {
    const plan = sim.plan();
    sim.commit(plan.map(({ seq }) => ({ seq, action: "tea", values: { text: "Yes." } })));
    return plan.map(({ agent, kind }) => `${agent.slice(7)} ${kind}`).join(", ");
  };

  it("are skipped: the next in order speaks, and their turns remain", () => {
    const sim = openConversations(conversationScenario({ maxTurns: 6 }), 4);
    sim.commit([]);
    expect([turn(sim), turn(sim)]).toEqual(["1 turn", "2 turn"]);
    intervene(sim, "P3");
    expect([turn(sim), turn(sim), turn(sim)]).toEqual(["4 turn", "1 turn", "2 turn"]);
    intervene(sim, "P2");
    expect(turn(sim)).toBe("4 turn");
    expect(recordedTurns(sim).map(({ speaker }) => speaker)).toEqual([
      "Person-1",
      null,
      "Person-4",
      "Person-1",
      null,
      "Person-4",
    ]);
  });

  it("end the conversation if too few are left, and its effects are applied", () => {
    const sim = openConversations(
      conversationScenario({
        maxTurns: 6,
        closing: { prompt: "?", inputs: { text: { type: "text" } } },
        after: [{ tell: "members", text: "Alone." }],
      }),
      2,
    );
    sim.commit([]);
    turn(sim);
    intervene(sim, "P2");
    expect(sim.plan()).toEqual([]);
    sim.commit([]);
    expect(sim.plan().map(({ agent, kind }) => [agent, kind])).toEqual([["Person-1", "closing"]]);
    expect(sim.commit([{ seq: 0, action: "tea", values: { text: "?" } }])).toMatchObject({
      memories: [{ agent: "Person-1", text: "Alone." }],
      next: null,
    });
  });

  it("end the conversation without effects if its group no longer exists", () => {
    const sim = openConversations(
      conversationScenario(
        {
          members: "Person",
          maxTurns: 2,
          after: [{ tell: "first(members)", text: "{{ row.size }}" }],
        },
        {
          groups: "Room",
          tables: {
            Room: {
              attributes: { size: { type: "integer" } },
              rows: [{ size: 2 }, { size: 3 }, { size: 1 }],
            },
          },
        },
      ),
    );
    sim.commit([]);
    expect(turn(sim)).toBe("1 turn, 1 turn, 1 turn");
    sim.intervene({
      number: 1,
      label: "Fire",
      effects: [{ delete: "Room.filter(r, r.size != 3)" }],
    });
    expect(sim.plan().map(({ row, about }) => [row?.id, about])).toEqual([["Room-2", "tea#2"]]);
    expect(
      sim
        .commit([{ seq: 0, action: "tea", values: { text: "Hm." } }])
        .memories.map(({ text }) => text),
    ).toEqual(["3"]);
  });
});
