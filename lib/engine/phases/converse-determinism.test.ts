import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Commit, DecisionSlot, RowChange } from "../base/contract";
import { plausibleAnswer } from "../run/fixtures/answers";
import { simulate } from "../run/simulate";
import {
  openConversations,
  runConversations,
  type ConversationSettings,
  conversationScenario,
} from "./fixtures/conversations";

const CLOSING: ConversationSettings["closing"] = {
  prompt: "How do you feel?",
  inputs: { mood: { type: "integer", min: 1, max: 5 } },
  effects: [{ set: "self.mood", to: "arg.mood" }],
};
const COMMON: Partial<ConversationSettings> = {
  ...(CLOSING && { closing: CLOSING }),
  end: "chance(0.1)",
  after: [{ tell: "members", text: "{{ turns.size }} turns." }],
};

/** One of each kind, with random draws wherever possible. */
const KINDS: readonly (readonly [string, Partial<ConversationSettings>])[] = [
  ["random speakers", { ...COMMON, next: "random", maxTurns: "2 + count(members)" }],
  [
    "speakers by an expression",
    {
      ...COMMON,
      next: { expression: "choice(members)" },
      inputs: { to: { type: "ref", from: "members", optional: true } },
    },
  ],
  [
    "speakers named by the last",
    { ...COMMON, next: "lastSpeaker", inputs: { heat: { type: "integer", min: 1, max: 5 } } },
  ],
  ["a moderator", { ...COMMON, next: "moderator", moderator: "choice(Chair)" }],
  ["a script", { ...COMMON, mode: "script", prompt: "Write." }],
  ["a draft", { ...COMMON, mode: "hybrid", script: "Write." }],
];

const partsOf = (settings: Partial<ConversationSettings>) =>
  conversationScenario(settings, {
    groups: "chunks(shuffle(Person), 3) + [sample(Person, 3)]",
    rounds: 2,
    measures: { mood: { value: "mean(Person.map(p, p.mood))" }, turns: { value: "count(tea)" } },
  });

/** Rows as stores return them: through JSON, with the keys of objects in another order. */
const persisted = (changes: readonly RowChange[]): RowChange[] =>
  (JSON.parse(JSON.stringify(changes)) as RowChange[]).map((change) => ({
    ...change,
    data: change.data && Object.fromEntries(Object.entries(change.data).reverse()),
  }));

describe.each(KINDS)("conversations with %s", (_, settings) => {
  const parts = partsOf(settings);

  it("do not depend on the order of answers", async () => {
    const reversed = { arrange: (slots: readonly DecisionSlot[]) => slots.toReversed() };
    const [calm, other] = [
      await simulate(openConversations(parts, 7, 2), plausibleAnswer),
      await simulate(openConversations(parts, 7, 2), plausibleAnswer, reversed),
    ];
    expect(other.digest).toBe(calm.digest);
    expect(other.decisions).toEqual(calm.decisions);
  });

  it("continue in a replica loaded after any stage, and are replayed from decisions", async () => {
    const commits: Commit[] = [];
    const whole = await simulate(openConversations(parts, 7, 3), plausibleAnswer, {
      onCommit: (commit) => commits.push(commit),
    });
    expect(commits.filter(({ step }) => step.stage > 0).length).toBeGreaterThanOrEqual(2);
    for (let version = 1; version <= commits.length; version += 1) {
      const replica = openConversations(parts, 7, 3);
      replica.load(persisted(commits.slice(0, version).flatMap(({ rows }) => rows)), {
        version,
        digest: commits[version - 1]?.digest ?? null,
      });
      for (const commit of commits.slice(version)) {
        const outcomes = whole.decisions.filter((decision) => decision.version === replica.version);
        expect(replica.plan().map(({ seq, agent, kind: asked }) => [seq, agent, asked])).toEqual(
          outcomes.map(({ seq, agent, kind: asked }) => [seq, agent, asked]),
        );
        expect(replica.commit(outcomes.toReversed()).digest).toBe(commit.digest);
      }
      expect(replica.step()).toBeUndefined();
    }
  });

  it("make a following replica ask the same, prompts included", async () => {
    const [sim, follower] = [openConversations(parts, 7, 4), openConversations(parts, 7, 4)];
    await simulate(sim, plausibleAnswer, {
      arrange: (slots) => {
        expect(follower.plan()).toEqual(slots);
        for (const slot of slots) expect(follower.request(slot, [])).toEqual(sim.request(slot, []));
        return slots;
      },
      onCommit: (commit) =>
        follower.load(persisted(commit.rows), { version: commit.version, digest: commit.digest }),
    });
  });
});

describe("conversations of groups of any size", () => {
  it("have each turn by one member, in order, within their limits", async () => {
    const groups = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 7 }), {
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(
        groups,
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom("roundRobin" as const, "random" as const, "lastSpeaker" as const),
        fc.integer({ min: 1, max: 99 }),
        async (members, maxTurns, next, seed) => {
          const groups = members.map((ids) =>
            ids.length === 0
              ? "Person.filter(p, false)"
              : `[${ids.map((id) => `Person[${id}]`).join(", ")}]`,
          );
          const list =
            members.length === 0 ? "[Person].filter(g, false)" : `[${groups.join(", ")}]`;
          const parts = conversationScenario({ next, maxTurns }, { groups: list });
          const { asked, sim } = await runConversations(
            parts,
            ({ slot, stage }) =>
              ((slot.seq + stage) * seed) % 7 === 0
                ? "?"
                : { text: "Yes.", next: `Person-${1 + ((stage * seed) % 7)}` },
            { people: 7, seed },
          );
          const talkative = members.filter((ids) => ids.length >= 2);
          talkative.forEach((ids, index) => {
            const own = asked.filter(({ slot }) => slot.about === `tea#${index + 1}`);
            expect(own.map(({ stage }) => stage)).toEqual(
              Array.from({ length: maxTurns }, (_, stage) => stage),
            );
            expect(own.every(({ slot }) => ids.includes(Number(slot.agent.slice(7)) - 1))).toBe(
              true,
            );
            expect(own.every(({ slot }, turn) => slot.agent !== own[turn + 1]?.slot.agent)).toBe(
              true,
            );
          });
          expect(asked).toHaveLength(talkative.length * maxTurns);
          for (const { stage } of asked) {
            const slots = asked
              .filter((one) => one.stage === stage)
              .map(({ slot }) => `${slot.agent}/${slot.slot}`);
            expect(new Set(slots).size).toBe(slots.length);
          }
          const turns = sim.world
            .rows("tea")
            .map(({ conversation, turn }) => `${String(conversation)}.${String(turn)}`);
          expect(new Set(turns).size).toBe(turns.length);
          expect(turns.length).toBeLessThanOrEqual(asked.length);
        },
      ),
      { numRuns: 15 },
    );
  });
});
