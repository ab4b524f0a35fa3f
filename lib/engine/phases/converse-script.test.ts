import { describe, expect, it } from "vitest";
import {
  openConversations,
  runConversations,
  turnAnswer,
  speakerOrdinals,
  type ConversationSettings,
  conversationScenario,
  recordedTurns,
} from "./fixtures/conversations";

const line = (n: number, text: string, more: object = {}) => ({
  speaker: `Person-${n}`,
  text,
  ...more,
});
const WRITER = "Write what {{ members | map: 'name' | join: ', ' }} say about tea.";

describe("a scripted conversation", () => {
  const script: Partial<ConversationSettings> = { mode: "script", prompt: WRITER };

  it("needs one call per conversation, by the members' model group, without secrets", async () => {
    const { asked, sim, decisions } = await runConversations(
      conversationScenario(script, { groups: "chunks(Person, 2)" }),
      ({ slot }) =>
        slot.slot === 0
          ? { turns: [line(2, "Tea?"), line(1, "Yes.")] }
          : { turns: [line(4, "Ah.")] },
      { people: 4 },
    );
    expect(
      asked.map(({ slot, group }) => [
        slot.agentType,
        slot.agent,
        slot.slot,
        slot.kind,
        slot.about,
        group,
      ]),
    ).toEqual([
      ["world", "world-1", 0, "script", "tea#1", "default"],
      ["world", "world-1", 1, "script", "tea#2", "default"],
    ]);
    expect(asked[0]?.prompt).toBe(
      [
        "Write what P1, P2 say about tea.\n",
        "Answer with one JSON object and nothing else. Its fields:",
        '- "turns": a list of 1 to 4 items, each an object with "speaker", "text":',
        '  - "speaker": the id of one of the options:',
        '    "Person-1": P1',
        '    "Person-2": P2',
        '  - "text": a text of 1 to 500 characters',
      ].join("\n"),
    );
    const linesOf = (number: number) =>
      recordedTurns(sim).filter(({ conversation }) => conversation === number);
    expect(linesOf(1)).toEqual([
      { conversation: 1, round: 1, turn: 1, speaker: "Person-2", text: "Tea?" },
      { conversation: 1, round: 1, turn: 2, speaker: "Person-1", text: "Yes." },
    ]);
    expect(linesOf(2)).toEqual([
      { conversation: 2, round: 1, turn: 1, speaker: "Person-4", text: "Ah." },
    ]);
    expect(decisions[0]).toMatchObject({
      agentType: "world",
      kind: "script",
      action: "tea",
      values: {
        turns: [
          ["Person-2", "Tea?"],
          ["Person-1", "Yes."],
        ],
      },
    });
  });

  it("asks further inputs per turn, stops at its end condition, and then closes", async () => {
    const settings: Partial<ConversationSettings> = {
      ...script,
      inputs: { heat: { type: "integer", min: 1, max: "count(members)" } },
      end: "sum(turns.map(t, t.heat)) > 3",
      closing: { prompt: "?", inputs: { ok: { type: "boolean" } } },
      after: [{ tell: "members", text: "{{ turns.size }}" }],
    };
    const { asked, sim, commits } = await runConversations(
      conversationScenario(settings),
      ({ slot }) =>
        slot.kind === "script"
          ? {
              turns: [
                line(1, "A", { heat: 1 }),
                line(2, "B", { heat: 3 }),
                line(3, "C", { heat: 1 }),
              ],
            }
          : { ok: true },
    );
    expect(recordedTurns(sim).map(({ speaker, heat, turn }) => [speaker, heat, turn])).toEqual([
      ["Person-1", 1, 1],
      ["Person-2", 3, 2],
    ]);
    expect(asked.map(({ slot, stage }) => `${stage} ${slot.kind} ${slot.agent}`)).toEqual([
      "0 script world-1",
      "1 closing Person-1",
      "1 closing Person-2",
      "1 closing Person-3",
    ]);
    expect(commits.at(-1)?.memories.map(({ text }) => text)).toEqual(["2", "2", "2"]);
  });

  it("records no turns without a valid script, and still ends", async () => {
    const { sim, decisions, commits } = await runConversations(
      conversationScenario({
        ...script,
        after: [{ tell: "members", text: "Silence: {{ turns.size }}." }],
      }),
      () => ({ turns: [line(9, "Who?")] }),
    );
    expect(sim.world.rows("tea")).toEqual([]);
    expect(decisions[0]).toMatchObject({
      status: "invalid",
      reason: "notAnOption",
      message: expect.stringMatching(/^`turns\[0\]\.speaker` must be one of/),
    });
    expect(commits.at(-1)?.memories[0]?.text).toBe("Silence: 0.");
  });

  it("uses its own prompt for the script if one is given", async () => {
    const { asked } = await runConversations(
      conversationScenario({
        mode: "script",
        script: "Invent {{ members.size }} people.",
        prompt: "unused {{ world.id }}",
      }),
      () => ({ turns: [line(1, "A")] }),
    );
    expect(asked[0]?.prompt).toContain("Invent 3 people.");
    expect(asked[0]?.prompt).not.toContain("unused");
  });
});

describe("a hybrid conversation", () => {
  const hybrid: Partial<ConversationSettings> = {
    mode: "hybrid",
    script: WRITER,
    inputs: { mood: { type: "integer", min: 1, max: "self.mood" } },
  };

  it("drafts a script in one call, then lets each speaker keep or change its line", async () => {
    const { asked, sim } = await runConversations(
      conversationScenario(hybrid),
      ({ slot, stage }) =>
        slot.kind === "script"
          ? { turns: [line(2, "Tea?"), line(3, "No."), line(2, "Pity.")] }
          : stage === 2
            ? { text: "Yes!", mood: 3 }
            : { text: null, mood: 1 },
    );
    expect(asked.map(({ slot, stage }) => `${stage} ${slot.kind} ${slot.agent}`)).toEqual([
      "0 script world-1",
      "1 turn Person-2",
      "2 turn Person-3",
      "3 turn Person-2",
    ]);
    expect(asked[0]?.prompt).not.toContain('"mood"');
    expect(asked[2]?.prompt).toContain(
      "You are P3; nobody knows the secret of Person-3.\n\nTalk about tea.\n1 P2: Tea?\n\nA " +
        'draft of what you say next:\n“No.”\nSay it in your own way, or answer null for "text" ' +
        "to keep it as it is.\n\nAnswer with",
    );
    expect(asked[2]?.prompt).toContain(
      '- "text": a text of 1 to 500 characters, or null\n- "mood": a whole number from 1 to 3',
    );
    expect(
      recordedTurns(sim).map(({ speaker, text, mood, turn }) => [speaker, text, mood, turn]),
    ).toEqual([
      ["Person-2", "Tea?", 1, 1],
      ["Person-3", "Yes!", 3, 2],
      ["Person-2", "Pity.", 1, 3],
    ]);
  });

  it("skips a speaker without a valid answer, and ends with its script or turn limit", async () => {
    const { sim, asked } = await runConversations(
      conversationScenario({ ...hybrid, maxTurns: 3 }),
      ({ slot, stage }) =>
        slot.kind === "script"
          ? { turns: [line(1, "A"), line(2, "B"), line(3, "C")] }
          : stage === 2
            ? "?"
            : { text: null, mood: 1 },
    );
    expect([speakerOrdinals(sim), asked.length]).toEqual(["1 3", 4]);
    const empty = await runConversations(conversationScenario(hybrid), () => "?");
    expect([empty.asked.length, empty.commits.length]).toEqual([1, 2]);
  });

  it("omits the lines of members who no longer exist", () => {
    const sim = openConversations(conversationScenario(hybrid), 4);
    sim.commit([]);
    sim.commit([
      {
        seq: 0,
        action: "tea",
        values: {
          turns: [
            ["Person-1", "A"],
            ["Person-2", "B"],
            ["Person-2", "C"],
            ["Person-3", "D"],
          ],
        },
      },
    ]);
    sim.intervene({
      number: 1,
      label: "Gone",
      effects: [{ delete: "Person.filter(p, p.name == 'P1' || p.name == 'P2')" }],
    });
    expect(sim.plan().map(({ agent }) => agent)).toEqual(["Person-3"]);
    expect(sim.request(sim.plan()[0]!, []).user).toContain("“D”");
  });
});

describe("a private value of a member", () => {
  it("appears in no other prompt of the conversation, whoever writes it", async () => {
    const variants: readonly Partial<ConversationSettings>[] = [
      { next: "lastSpeaker" },
      { next: "moderator", moderator: "first(Chair)" },
      { mode: "script", prompt: WRITER },
      { mode: "hybrid", script: WRITER },
      {
        closing: {
          prompt: "{{ members | map: 'name' | join: ' ' }}",
          inputs: { to: { type: "ref", from: "members" } },
        },
      },
    ];
    for (const settings of variants) {
      const { asked } = await runConversations(conversationScenario(settings), (one) => {
        if (one.slot.kind === "script")
          return { turns: [line(1, "A"), line(3, "B"), line(2, "C")] };
        return one.slot.kind === "next" || one.slot.kind === "closing"
          ? { next: "Person-2", to: "Person-1" }
          : { ...(turnAnswer(one) as object), next: one.slot.agent === "Person-2" ? "P3" : "P2" };
      });
      expect(asked.length).toBeGreaterThan(0);
      for (const { slot, prompt } of asked)
        expect(prompt.match(/secret of Person-\d/g) ?? []).toEqual(
          slot.agentType === "Person" ? [`secret of ${slot.agent}`] : [],
        );
    }
  });

  it("cannot be used in a shared template: it does not compile", () => {
    const shown = { prompt: "{% for t in turns %}{{ t.speaker.secret }}{% endfor %}" };
    expect(() => openConversations(conversationScenario(shown))).toThrow(
      /\/conversations\/tea\/prompt: `secret` of Person is not visible/,
    );
    expect(() =>
      openConversations(
        conversationScenario({ mode: "script", prompt: "{{ members[0].secret }}" }),
      ),
    ).toThrow(/\/conversations\/tea\/prompt: `secret` of Person is not visible/);
    expect(() =>
      openConversations(
        conversationScenario({ mode: "hybrid", script: "{{ members | map: 'secret' }}" }),
      ),
    ).toThrow(/\/conversations\/tea\/script: .*`secret`/);
    expect(() =>
      openConversations(
        conversationScenario({
          next: "moderator",
          moderator: "first(Chair)",
          moderation: "{{ members[0].secret }}",
        }),
      ),
    ).toThrow(/\/conversations\/tea\/moderation: `secret`/);
    expect(() =>
      openConversations(
        conversationScenario({
          closing: { prompt: "{{ moderator.style }}" },
          moderator: "first(Chair)",
        }),
      ),
    ).toThrow(/\/conversations\/tea\/closing\/prompt: `style` of Chair/);
  });
});
