import { describe, expect, it } from "vitest";
import { complete } from "./completion";

const INSTRUCTIONS = "You take part in a study. Answer as the person described.";
const OPTIONS =
  "You have 1000 euros to put away. Choose one:\n- lottery: a risky ticket that doubles your " +
  "money or loses all of it\n- bond: a safe bond that pays 2% for certain";

function ask<T>(
  profile: string,
  question: string,
  properties: Record<string, unknown>,
  seed = 1,
): T {
  const schema = {
    type: "object",
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
  const { choices } = complete({
    model: "microcosm-demo",
    seed,
    messages: [
      { role: "system", content: `${INSTRUCTIONS}\n\n${profile}` },
      { role: "user", content: question },
    ],
    response_format: { type: "json_schema", json_schema: { name: "answer", schema } },
  });
  return JSON.parse(choices[0]?.content ?? "") as T;
}

const people = (trait: string, count = 200) =>
  Array.from(
    { length: count },
    (_, i) => `You are person ${i}, ${20 + (i % 60)} years old, ${trait}.`,
  );
const share = (flags: boolean[]) => flags.filter(Boolean).length / flags.length;
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("people", () => {
  it("choose the safe option more often when cautious, and not all alike (400 people)", () => {
    const safe = (trait: string) =>
      share(
        people(trait).map(
          (profile) =>
            ask<{ choice: string }>(profile, OPTIONS, { choice: { enum: ["lottery", "bond"] } })
              .choice === "bond",
        ),
      );
    const cautious = safe("a cautious person");
    const bold = safe("a bold person");
    expect(cautious).toBeGreaterThan(0.7);
    expect(bold).toBeLessThan(0.3);
    expect(cautious).toBeLessThan(1);
    expect(bold).toBeGreaterThan(0);
  });

  it("choose alike whatever the order or names of the options by number of points", () => {
    const flipped = share(
      people("a cautious person").map(
        (profile) =>
          ask<{ choice: string }>(profile, OPTIONS, { choice: { enum: ["bond", "lottery"] } })
            .choice === "bond",
      ),
    );
    expect(flipped).toBeGreaterThan(0.7);
  });

  it("read the description of an option that is only an id", () => {
    const question =
      "Which fund?\n- f1: a risky stock fund, volatile\n- f2: a guaranteed savings account, safe";
    const picks = (trait: string) =>
      share(
        people(trait).map(
          (profile) =>
            ask<{ fund: string }>(profile, question, { fund: { enum: ["f1", "f2"] } }).fund ===
            "f2",
        ),
      );
    expect(picks("cautious")).toBeGreaterThan(picks("bold") + 0.4);
  });

  it("contribute more when generous", () => {
    const given = (trait: string) =>
      mean(
        people(trait).map(
          (profile) =>
            ask<{ contribution: number }>(
              profile,
              "How many of your 20 tokens do you give to the common pot?",
              { contribution: { type: "integer", minimum: 0, maximum: 20 } },
            ).contribution,
        ),
      );
    expect(given("generous")).toBeGreaterThan(given("selfish") + 5);
  });

  it("say yes to cooperation when kind, no when selfish", () => {
    const yes = (trait: string) =>
      share(
        people(trait).map(
          (profile) =>
            ask<{ cooperate: boolean }>(profile, "Decide.", { cooperate: { type: "boolean" } })
              .cooperate,
        ),
      );
    expect(yes("kind and helpful")).toBeGreaterThan(yes("selfish and greedy") + 0.4);
  });

  it("act on traits given as numbers", () => {
    const trust = (level: number) =>
      mean(
        people(`living in town. Your trust is ${level} out of 10`).map(
          (profile) =>
            ask<{ trust: number }>(profile, "Questions.", {
              trust: {
                type: "integer",
                minimum: 1,
                maximum: 7,
                description: "How much do you trust strangers?",
              },
            }).trust,
        ),
      );
    expect(trust(9)).toBeGreaterThan(trust(1) + 1);
  });

  it("stay near their stated position", () => {
    for (const stand of [-4.5, -2.1, 0, 3.3]) {
      const answers = Array.from(
        { length: 50 },
        (_, i) =>
          ask<{ opinion: number }>(
            `You are ${20 + i} years old. On a carbon tax you stand at ${stand} on a scale ` +
              "from -5 (against) to 5 (for).",
            "Where do you stand now?",
            { opinion: { type: "number", minimum: -5, maximum: 5 } },
          ).opinion,
      );
      expect(Math.abs(mean(answers) - stand)).toBeLessThan(0.3);
      expect(new Set(answers).size).toBeGreaterThan(6);
    }
  });

  it("move a little towards messages of others", () => {
    const after = (posts: string) =>
      mean(
        Array.from(
          { length: 100 },
          (_, i) =>
            ask<{ opinion: number }>(
              `You are ${i} years old. You stand at 0.4 on a scale from -5 (against) to 5 (for).`,
              `Your friends wrote:\n${posts}\nWhere do you stand now?`,
              { opinion: { type: "number", minimum: -5, maximum: 5 } },
            ).opinion,
        ),
      );
    const up = after("- Ana: I support the tax, it is sensible.\n- Bo: I agree, a good idea.");
    const down = after("- Ana: I am against the tax.\n- Bo: I oppose it, a bad idea.");
    expect(up).toBeGreaterThan(down + 0.2);
    expect(up - down).toBeLessThan(3);
  });

  it("agree with statements according to their stance", () => {
    const agrees = (verb: string) =>
      share(
        people(`who ${verb}`).map(
          (profile) =>
            ask<{ q: string }>(profile, "Rent control should be introduced.", {
              q: { enum: ["disagree", "neither", "agree"] },
            }).q === "agree",
        ),
      );
    expect(agrees("supports rent control")).toBeGreaterThan(agrees("opposes rent control") + 0.3);
  });

  it("prefer similar people, and cut ties to others", () => {
    const posts = "Posts:\n- p1 (left): buses\n- p2 (right): roads\n";
    const left = people("leaning left");
    const likes = share(
      left.map(
        (profile) =>
          ask<{ like: string }>(profile, `${posts}Which one do you like?`, {
            like: { enum: ["p1", "p2"] },
          }).like === "p1",
      ),
    );
    const cuts = share(
      left.map(
        (profile) =>
          ask<Record<"whom", string>>(profile, `${posts}Whom do you unfriend?`, {
            whom: { enum: ["p1", "p2"], description: "Whom to unfriend" },
          }).whom === "p1",
      ),
    );
    expect(likes).toBeGreaterThan(cuts + 0.3);
  });

  it("sometimes omit optional answers", () => {
    const none = share(
      people("calm").map(
        (profile) =>
          ask<Record<"whom", string | null>>(profile, "You may invite one.", {
            whom: { anyOf: [{ enum: ["v1", "v2"] }, { type: "null" }] },
          }).whom === null,
      ),
    );
    expect(none).toBeGreaterThan(0.1);
    expect(none).toBeLessThan(0.7);
  });
});

describe("texts", () => {
  const post = (stand: number, i: number, maxLength = 280) =>
    ask<{ text: string }>(
      `You are ${18 + i} years old, ${i % 2 ? "cautious" : "generous"}. On a carbon tax you ` +
        `stand at ${stand} on a scale from -5 (against) to 5 (for).`,
      "Write one post to your friends about the carbon tax.",
      { text: { type: "string", maxLength } },
    ).text;

  it("are short, in the first person, on the topic, and vary", () => {
    const texts = Array.from({ length: 60 }, (_, i) => post(3, i));
    for (const text of texts) {
      expect(text).toMatch(/carbon tax/i);
      expect(text).toMatch(/\b(?:I|my|me|we)\b/i);
      expect(text).toMatch(/^\p{Lu}.*[.?!]$/u);
      expect(text.length).toBeLessThanOrEqual(280);
      expect(text).not.toMatch(/demo|language model|\bAI\b|microcosm/i);
    }
    expect(new Set(texts).size).toBeGreaterThan(40);
  });

  it("take the person's side", () => {
    const against =
      /against|not in favour|is wrong|not approve|cannot support|bad idea|do without|do not agree|not for me|oppose|no faith/i;
    for (let i = 0; i < 40; i++) {
      expect(post(-4, i)).toMatch(against);
      expect(post(4, i)).not.toMatch(against);
    }
  });

  it("give reasons for the choice", () => {
    const { choice, why } = ask<{ choice: string; why: string }>(
      "You are Ana, a cautious person.",
      OPTIONS,
      { choice: { enum: ["lottery", "bond"] }, why: { type: "string", maxLength: 160 } },
    );
    expect(why).toContain(choice);
    expect(why).toContain("because");
  });

  it("fit into very short limits", () => {
    for (const maxLength of [0, 1, 5, 12, 30])
      expect(post(3, 4, maxLength).length).toBeLessThanOrEqual(maxLength);
  });
});
