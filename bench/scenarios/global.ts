import type { ScenarioDocument } from "@/lib/domain/scenario";

type Parts = Pick<ScenarioDocument, "actions" | "phases" | "measures"> &
  Partial<Pick<ScenarioDocument, "world" | "tables">>;

const AGENTS = {
  agents: { type: "integer", default: 1_000, min: 10, label: "Number of agents" },
} as const;

const document = (
  name: string,
  attributes: Readonly<Record<string, unknown>>,
  parts: Parts,
): ScenarioDocument =>
  ({
    schema: "microcosm/scenario/1",
    name: `bench-${name}`,
    title: `${name}, for measuring`,
    summary: "Agents with or without global state.",
    instructions: "You take part in a study. Answer as the person described.",
    parameters: AGENTS,
    rounds: "3",
    agents: {
      Person: {
        count: "param.agents",
        attributes: {
          age: { type: "integer", init: { distribution: "uniform", min: 18, max: 90 } },
          ...attributes,
        },
        profile: "You are {{ self.age }} years old.",
        memory: { kind: "short", keep: 3 },
      },
    },
    ...parts,
  }) as ScenarioDocument;

/** A small epidemic: attendance of a fair, in shared global state or private to each agent. */
export function gathering(shared: boolean): ScenarioDocument {
  const known = shared
    ? "Last week {{ world.crowd }} people went to the fair, and {{ world.ill }} are ill now."
    : "Last week there was a fair, and some people are ill now.";
  const own = [
    { set: "self.goes", to: "arg.go" },
    { tell: "self", text: "You decided about the fair. Your reason: {{ arg.why }}" },
  ];
  return document(
    shared ? "gathering" : "gathering-alone",
    {
      goes: { type: "boolean", init: false, dynamic: true },
      ill: { type: "boolean", init: "chance(0.02)", dynamic: true },
    },
    {
      ...(shared && {
        world: {
          crowd: { type: "integer", init: 0, dynamic: true },
          going: { type: "integer", init: 0, dynamic: true },
          ill: { type: "integer", init: 0, dynamic: true },
        },
      }),
      actions: {
        plan: {
          prompt: `${known} Do you go to the fair this week?`,
          inputs: { why: { type: "text", maxLength: 120 }, go: { type: "boolean" } },
          effects: shared
            ? [...own, { when: "arg.go", do: [{ set: "world.going", to: "world.going + 1" }] }]
            : own,
        },
      },
      phases: [
        { id: "plan", decide: "Person", do: ["plan"] },
        ...(shared
          ? [
              {
                id: "spread",
                rules: [
                  {
                    forEach: "Person.filter(p, p.goes && !p.ill)",
                    as: "p",
                    do: [{ when: "chance(world.ill / 10000)", do: [{ set: "p.ill", to: "true" }] }],
                  },
                  { set: "world.ill", to: "count(Person, p, p.ill)" },
                  { set: "world.crowd", to: "world.going" },
                  { set: "world.going", to: "0" },
                ],
              },
            ]
          : []),
      ],
      measures: { ill: { value: "share(Person, p, p.ill)", label: "Share of the ill" } },
    } as Parts,
  );
}

/** A small call market: orders go into one book with one price, or stay private to each agent. */
export function market(shared: boolean): ScenarioDocument {
  const known = shared
    ? "The last price was {{ world.price | round: 1 }} points."
    : "There was a price last week.";
  const own = [
    { set: "self.limit", to: "arg.limit" },
    { tell: "self", text: "Your limit was {{ arg.limit }} points." },
  ];
  return document(
    shared ? "market" : "market-alone",
    {
      buys: { type: "boolean", init: "chance(0.5)" },
      value: { type: "integer", init: { distribution: "uniform", min: 20, max: 120 } },
      limit: { type: "integer", init: 0, dynamic: true },
      units: { type: "integer", init: 0, dynamic: true },
    },
    {
      ...(shared && {
        world: { price: { type: "number", init: 70, dynamic: true } },
        tables: {
          Order: {
            attributes: {
              who: { type: "ref", to: "Person" },
              buys: { type: "boolean" },
              price: { type: "integer" },
              round: { type: "integer" },
            },
          },
        },
      }),
      actions: {
        order: {
          prompt: `${known} A unit is worth {{ self.value }} points to you. What is your limit?`,
          inputs: { limit: { type: "integer", min: 1, max: 140 } },
          effects: shared
            ? [
                ...own,
                {
                  insert: "Order",
                  row: { who: "self", buys: "self.buys", price: "arg.limit", round: "round" },
                },
              ]
            : own,
        },
      },
      phases: [
        { id: "orders", decide: "Person", do: ["order"] },
        ...(shared
          ? [
              {
                id: "call",
                rules: [
                  {
                    run: "doubleAuction@1",
                    with: {
                      bids:
                        "Order.filter(o, o.round == round && o.buys).map(o, {'who': o.who, " +
                        "'price': " +
                        "o.price})",
                      asks:
                        "Order.filter(o, o.round == round && !o.buys).map(o, {'who': o.who, " +
                        "'price': " +
                        "o.price})",
                    },
                    as: "market",
                    do: [
                      {
                        when: "market.price != null",
                        do: [{ set: "world.price", to: "market.price" }],
                      },
                      {
                        forEach: "market.trades",
                        as: "t",
                        do: [{ set: "t.bid.who.units", to: "t.bid.who.units + 1" }],
                      },
                    ],
                  },
                ],
              },
            ]
          : []),
      ],
      measures: { limit: { value: "mean(Person, p, p.limit)", label: "Mean limit" } },
    } as Parts,
  );
}
