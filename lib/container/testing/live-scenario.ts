import type { ScenarioDocument } from "@/lib/domain/scenario";

/**
 * A small scenario that covers what live operations touch: memory, a secret, ties, random rules,
 * measures per round and at the end.
 */
export const liveScenario: ScenarioDocument = {
  schema: "microcosm/scenario/1",
  name: "live",
  title: "A village and its well",
  summary: "Villagers say how much they trust the council, and remember what they hear.",
  instructions: "Answer as the person described.",
  parameters: { villagers: { type: "integer", default: 8, min: 2, max: 200_000 } },
  rounds: 4,
  agents: {
    Villager: {
      count: "param.villagers",
      attributes: {
        age: {
          type: "integer",
          init: { distribution: "uniform", min: 20, max: 80 },
          visible: "public",
        },
        trust: {
          type: "number",
          min: 0,
          max: 10,
          init: "round(uniform(2, 8), 1)",
          visible: "self",
          dynamic: true,
        },
        secret: { type: "text", init: "'hidden-' + text(self.age)", visible: "nobody" },
        friend: { type: "ref", to: "Villager", init: "null", visible: "self", dynamic: true },
        note: { type: "text", init: { constant: "" }, visible: "self", dynamic: true },
      },
      profile:
        "You are {{ self.id }}, {{ self.age }} years old. Your trust in the council is {{ " +
        "self.trust }} of 10.{% if self.note != '' %} {{ self.note }}{% endif %}",
      memory: { kind: "short", keep: 5 },
    },
    Elder: {
      count: 2,
      attributes: { wise: { type: "boolean", init: true } },
      profile: "You are {{ self.id }}, an elder.",
    },
  },
  networks: {
    Talks: {
      between: ["Villager", "Villager"],
      generate: { kind: "smallWorld", degree: 4, rewire: 0.2 },
    },
  },
  world: {
    price: { type: "number", init: 3, dynamic: true },
    headline: { type: "text", init: { constant: "" }, dynamic: true },
  },
  actions: {
    judge: {
      prompt:
        "{% if world.headline != '' %}News: {{ world.headline }} {% endif %}Water costs {{ " +
        "world.price }}. How much do you trust the council now?",
      inputs: {
        trust: {
          type: "number",
          min: "max([0, self.trust - 2])",
          max: "min([10, self.trust + 2])",
        },
        why: { type: "text", maxLength: 120 },
      },
      effects: [
        { set: "self.trust", to: "arg.trust" },
        { tell: "self", text: "You said: {{ arg.why }}" },
      ],
    },
    visit: {
      prompt: "You may visit somebody.",
      inputs: { whom: { type: "category", options: ["nobody", "neighbour"] } },
      effects: [
        {
          when: "arg.whom == 'neighbour'",
          do: [{ set: "self.friend", to: "choice(neighbours('Talks', self))" }],
        },
      ],
    },
    rest: { prompt: "You may rest.", inputs: { hours: { type: "integer", min: 1, max: 9 } } },
  },
  questionnaires: {
    mood: {
      label: "Mood",
      intro: "Three questions, {{ self.id }}.",
      items: {
        happy: { type: "boolean" },
        score: { type: "integer", min: 1, max: 7, label: "Score" },
        colour: { type: "category", options: ["red", "blue"] },
      },
    },
  },
  phases: [
    { id: "judging", label: "Judging", decide: "Villager", do: ["judge"] },
    { id: "drift", rules: [{ set: "world.price", to: "world.price + uniform(-1, 1)" }] },
    { id: "evening", decide: "Villager", do: ["visit", "rest"], order: "random" },
  ],
  measures: {
    trust: { value: "mean(Villager.map(v, v.trust))" },
    spread: { value: "sd(Villager.map(v, v.trust))", at: "end" },
  },
};
