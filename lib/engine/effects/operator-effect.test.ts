import { describe, expect, it } from "vitest";
import { describeProblem, type Effect, type ScenarioDocument } from "@/lib/domain/scenario";
import { checkScenario, compileScenario } from "../run/compile-scenario";
import type { Commit } from "../base/contract";
import { plausibleAnswer } from "../run/fixtures/answers";
import { minimal } from "../run/fixtures/opinion";
import { openSimulation } from "../run/simulation";
import { simulate } from "../run/simulate";

type Run = Extract<Effect, { run: string }>;

const WORLD: Partial<ScenarioDocument> = {
  agents: {
    Trader: {
      count: 6,
      profile: "You trade.",
      attributes: {
        cash: { type: "number", init: 100, dynamic: true },
        units: { type: "integer", init: 3, dynamic: true },
        price: { type: "number", init: "uniform(5, 15)" },
        name: { type: "text", init: "'T'" },
      },
    },
  },
  tables: {
    Order: {
      attributes: {
        trader: { type: "ref", to: "Trader" },
        side: { type: "category", options: ["buy", "sell"] },
        price: { type: "number" },
        round: { type: "integer" },
      },
    },
  },
  networks: { Knows: { between: ["Trader", "Trader"], generate: { kind: "complete" } } },
  world: { price: { type: "number", init: 0, dynamic: true } },
  parameters: { method: { type: "category", options: ["popular", "random"], default: "popular" } },
};

const AUCTION: Run = {
  run: "doubleAuction@1",
  with: { bids: "Order.filter(o, o.side == 'buy')", asks: "Order.filter(o, o.side == 'sell')" },
  as: "market",
  do: [],
};
const problemsOf = (effect: object): string[] =>
  checkScenario(minimal({ ...WORLD, phases: [{ id: "clear", rules: [effect as Run] }] })).map(
    (problem) => describeProblem(problem).replace("/phases/0/rules/0/", ""),
  );

describe("operators are checked when a scenario is saved", () => {
  it("accept rows with the required attributes or named values, and type the result", () => {
    expect(problemsOf(AUCTION)).toEqual([]);
    expect(
      problemsOf({
        ...AUCTION,
        do: [
          {
            forEach: "market.trades",
            as: "t",
            do: [{ set: "t.bid.trader.cash", to: "t.bid.trader.cash - t.price * t.units" }],
          },
        ],
      }),
    ).toEqual([]);
    const named = {
      ...AUCTION,
      with: { bids: "Trader.map(t, {'who': t, 'price': t.cash})", asks: "[]", share: "1 / 4" },
    };
    expect(
      problemsOf({
        ...named,
        do: [
          {
            forEach: "market.trades",
            as: "t",
            do: [{ set: "t.bid.who.cash", to: "market.price" }],
          },
        ],
      }),
    ).toEqual([]);
    expect(
      problemsOf({
        ...named,
        do: [{ forEach: "market.trades", as: "t", do: [{ set: "t.bid.who.csh", to: 1 }] }],
      }),
    ).toEqual([expect.stringMatching(/^do\/0\/do\/0\/set: .*Trader has no attribute `csh`.*cash/)]);
    expect(problemsOf({ ...AUCTION, do: [{ set: "world.price", to: "market.prise" }] })).toEqual([
      "do/0/to: market has no value `prise`. (did you mean price?)",
    ]);
    expect(problemsOf({ ...AUCTION, do: [{ set: "world.price", to: "market.trades" }] })).toEqual([
      expect.stringMatching(/^do\/0\/to: .*must be a number.*a list/),
    ]);
  });

  it("reports unknown operators and versions", () => {
    expect(problemsOf({ ...AUCTION, run: "doubelAuction@1" })).toEqual([
      "run: Unknown operator: `doubelAuction@1`. (did you mean doubleAuction@1?)",
    ]);
    expect(problemsOf({ ...AUCTION, run: "doubleAuction@7" })).toEqual([
      "run: The operator `doubleAuction` has no version 7. (did you mean doubleAuction@1?)",
    ]);
    expect(problemsOf({ ...AUCTION, run: "constructor@1", as: "world" })).toContainEqual(
      expect.stringMatching(/^as: `world` already has a meaning/),
    );
  });

  it.each([
    [
      { bids: "Order" },
      [
        "with: `doubleAuction@1` needs `asks`, a list of rows with `price`, `units`, or of " +
          "named values.",
      ],
    ],
    [
      { bids: "Order", asks: "Order", tis: "'order'" },
      [
        "with/tis: `doubleAuction@1` has no input `tis`; it has bids, asks, ties, share. " +
          "(did you mean ties?)",
      ],
    ],
    [
      { bids: "3", asks: "Order" },
      [
        "with/bids: `bids` must be a list of rows with `price`, `units`, or of named values, " +
          "and this is a number.",
      ],
    ],
    [
      { bids: "Knows", asks: "Order" },
      [
        "with/bids: `bids` needs rows with `price`, which Knows has not: give named values, " +
          "as in `.map(x, {'price': …})`.",
      ],
    ],
    [
      { bids: "Trader.map(t, {'prize': 1})", asks: "Order" },
      ["with/bids: `bids` holds named values without `price`. (did you mean prize?)"],
    ],
    [
      { bids: "Trader.map(t, {'price': 'low'})", asks: "Order" },
      ["with/bids: `bids` has `price`, which must be a number, and this is a text."],
    ],
    [
      { bids: "Order", asks: "Order", ties: "'rendom'" },
      ["with/ties: `ties` can be random, order, but not `rendom`. (did you mean 'random'?)"],
    ],
    [
      { bids: "Order", asks: "Order", share: "Trader" },
      ["with/share: `share` must be a number, and this is a list of rows of Trader."],
    ],
    [
      { bids: "Ordr", asks: "Order" },
      ["with/bids: `Ordr` is not defined here. (did you mean Order?)"],
    ],
  ])("rejects inputs that do not match (%#)", (given, problems) => {
    expect(problemsOf({ ...AUCTION, with: given })).toEqual(problems);
  });

  it.each([
    [
      {
        run: "payoffMatrix@1",
        with: {
          games: "Order.map(o, {'first': o.side, 'second': o.side})",
          moves: "['buy', 'hold']",
          payoffs: "[[1, 0], [0, 1]]",
        },
      },
      ["with/moves: `moves` lacks `sell`, which `first` of a game can be."],
    ],
    [
      { run: "payoffMatrix@1", with: { games: "[]", moves: "[1]", payoffs: "[1]" } },
      [
        "with/moves: `moves` must be a list of texts, and this is a list of numbers.",
        "with/payoffs: `payoffs` must be a list of lists of numbers, and this is a list of " +
          "numbers.",
      ],
    ],
    [
      {
        run: "deferredAcceptance@1",
        with: {
          proposers: "Trader.map(t, {'who': t, 'prefers': Order})",
          receivers: "Trader.map(t, {'who': t, 'prefers': Trader})",
        },
      },
      [
        "with/proposers: `proposers` has `prefers` with a row of Order where a row of Trader " +
          "is needed.",
      ],
    ],
    [
      {
        run: "deferredAcceptance@1",
        with: { proposers: "Trader.map(t, {'prefers': [t]})", receivers: "[]" },
      },
      ["with/proposers: `proposers` holds named values without `who`."],
    ],
    [
      { run: "plurality@1", with: { ballots: "Trader", candidates: "Order" } },
      ["with/ballots: `ballots` holds a row of Trader where a row of Order is needed."],
    ],
    [
      { run: "plurality@1", with: { ballots: "Trader.map(t, t.cash)" } },
      ["with/ballots: `ballots` must be a list of rows or texts, and this is a list of numbers."],
    ],
    [
      { run: "rankedVote@1", with: { ballots: "Trader" } },
      [
        "with/ballots: `ballots` must be a list of lists of rows or texts, and this is a " +
          "list of rows of Trader.",
      ],
    ],
    [
      {
        run: "sirStep@1",
        with: {
          susceptible: "Order",
          infected: "Order",
          contacts: "Knows",
          infection: "0.1",
          recovery: "0.1",
        },
      },
      ["with/contacts: `contacts` has ends with a row of Trader where a row of Order is needed."],
    ],
    [
      {
        run: "recommend@1",
        with: {
          users: "Trader",
          items: "Order",
          ratings: "Knows.map(k, {'user': k.source, 'item': k.target})",
          strategy: "param.method",
        },
      },
      ["with/ratings: `ratings` has a row of Trader where a row of Order is needed."],
    ],
  ])("rejects combinations of inputs that do not match (%#)", (effect, problems) => {
    expect(problemsOf({ as: "result", do: [], ...effect })).toEqual(problems);
  });
});

const rowsOf = ({ rows }: Commit, table: string) =>
  rows.filter((row) => row.table === table).map(({ data }) => data);

function after(effects: Effect[], parts: Partial<ScenarioDocument> = {}): Commit {
  const simulation = openSimulation(
    compileScenario(minimal({ ...WORLD, ...parts, phases: [{ id: "clear", rules: effects }] })),
    { parameters: {}, seed: 1 },
  );
  simulation.commit([]);
  return simulation.commit([]);
}

describe("operators run", () => {
  it("bind their result for the effects inside `do`", () => {
    const commit = after([
      {
        run: "plurality@1",
        with: {
          ballots: "Trader.map(t, t.id == 'Trader-6' ? null : Trader[2])",
          candidates: "Trader",
        },
        as: "poll",
        do: [
          { set: "poll.winner.cash", to: "poll.votes" },
          {
            forEach: "poll.ranking.filter(r, r.votes == 0)",
            as: "loser",
            do: [{ set: "loser.candidate.cash", to: "0" }],
          },
        ],
      },
    ]);
    expect(rowsOf(commit, "Trader").map((data) => data?.["cash"])).toEqual([0, 0, 5, 0, 0, 0]);
  });

  it("resolve rows that tables refer to", () => {
    const tables: ScenarioDocument["tables"] = {
      School: {
        attributes: {
          name: { type: "text" },
          prefers: {
            type: "list",
            of: { type: "ref", to: "Trader" },
            dynamic: true,
            init: { constant: [] },
          },
          pupil: { type: "ref", to: "Trader", dynamic: true },
        },
        rows: [{ name: "North" }, { name: "South" }],
      },
    };
    const commit = after(
      [
        {
          forEach: "School",
          as: "s",
          do: [{ set: "s.prefers", to: "Trader.sort(t, s.name == 'North' ? t.price : -t.price)" }],
        },
        {
          run: "deferredAcceptance@1",
          with: { proposers: "Trader.map(t, {'who': t, 'prefers': School})", receivers: "School" },
          as: "places",
          do: [
            {
              forEach: "places.matches",
              as: "m",
              do: [{ set: "m.receiver.pupil", to: "m.proposer.who" }],
            },
            { set: "world.price", to: "count(places.unmatched)" },
          ],
        },
      ],
      { tables },
    );
    const pupils = rowsOf(commit, "School").map((data) => data?.["pupil"]);
    expect([
      new Set(pupils).size,
      pupils.every((pupil) => String(pupil).startsWith("Trader-")),
      rowsOf(commit, "world")[0]?.["price"],
    ]).toEqual([2, true, 4]);
  });

  it("traverse networks and return one list per user", () => {
    const commit = after([
      {
        run: "sirStep@1",
        with: {
          susceptible: "Trader.filter(t, t.id != 'Trader-1')",
          infected: "Trader.filter(t, t.id == 'Trader-1')",
          contacts: "Knows",
          infection: "1",
          recovery: "1",
        },
        as: "spread",
        do: [
          {
            forEach: "spread.infections",
            as: "i",
            do: [{ set: "i.person.cash", to: "i.by.units" }],
          },
          { forEach: "spread.recoveries", as: "r", do: [{ set: "r.cash", to: "-1" }] },
        ],
      },
      {
        run: "recommend@1",
        with: {
          users: "Trader",
          items: "Trader",
          ratings: "Knows.map(k, {'user': k.source, 'item': k.target})",
          strategy: "param.method",
          count: 2,
        },
        as: "feed",
        do: [
          { set: "world.price", to: "sum(feed.lists, l, size(l.items))" },
          {
            forEach: "feed.entries.filter(e, e.place == 1)",
            as: "e",
            do: [{ set: "e.user.units", to: "e.item.units + 1" }],
          },
        ],
      },
    ]);
    expect(rowsOf(commit, "Trader").map((data) => data?.["cash"])).toEqual([-1, 3, 3, 3, 3, 3]);
    expect(rowsOf(commit, "world")[0]?.["price"]).toBe(11);
  });

  it("fail the run with location and reason if inputs are invalid or too large", () => {
    const failing = {
      ...AUCTION,
      with: { ...AUCTION.with, bids: "Trader.map(t, {'price': 1 / 0})" },
    };
    expect(() => after([failing])).toThrow(
      "Round 1, clear: `bids`: entry 1: `price` must be a number, not Infinity. In " +
        "“Trader.map(t, {'price': 1 / 0})” (/phases/0/rules/0/with/bids).",
    );
    const simulation = openSimulation(
      compileScenario(
        minimal({
          ...WORLD,
          phases: [
            {
              id: "clear",
              rules: [
                { ...AUCTION, with: { bids: "Trader", asks: "Trader", share: "world.price + 2" } },
              ],
            },
          ],
        }),
      ),
      { parameters: {}, seed: 1 },
    );
    simulation.commit([]);
    expect(() => simulation.commit([])).toThrow(
      "`share`: must be a number from 0 to 1, not 2. In “world.price + 2”",
    );
  });

  it("draw different numbers at each location", () => {
    const poll = (name: string): Effect => ({
      run: "plurality@1",
      with: { ballots: "Trader" },
      as: "poll",
      do: [
        {
          insert: "Order",
          row: { trader: "poll.winner", side: "'buy'", price: "1", round: "round" },
        },
        { set: "world.price", to: name },
      ],
    });
    const simulation = openSimulation(
      compileScenario(
        minimal({ ...WORLD, rounds: 12, phases: [{ id: "clear", rules: [poll("1"), poll("2")] }] }),
      ),
      { parameters: {}, seed: 1 },
    );
    const winners: unknown[] = [];
    while (simulation.step())
      winners.push(...rowsOf(simulation.commit([]), "Order").map((data) => data?.["trader"]));
    expect(winners).toHaveLength(24);
    const alike = winners.filter(
      (winner, position) => position % 2 === 0 && winner === winners[position + 1],
    );
    expect(alike.length).toBeLessThan(10);
  });

  it("stop when the context has no steps left", () => {
    const big: Run = {
      run: "payoffMatrix@1",
      with: { games: "[]", moves: "Trader.map(t, t.id)", payoffs: "[[1]]" },
      as: "scores",
      do: [],
    };
    const agents: ScenarioDocument["agents"] = {
      Trader: { ...WORLD.agents?.["Trader"], profile: "", count: 5_000 },
    };
    const simulation = openSimulation(
      compileScenario(
        minimal({
          ...WORLD,
          networks: {},
          agents,
          actions: { go: { prompt: "Go?", effects: [big] } },
          phases: [{ id: "act", decide: "Trader", do: ["go"], where: "self.id == 'Trader-1'" }],
        }),
      ),
      { parameters: {}, seed: 1 },
    );
    simulation.commit([]);
    while (simulation.plan().length === 0) simulation.commit([]);
    const { rejected } = simulation.commit([]);
    expect(rejected).toEqual([
      { seq: 0, reason: expect.stringMatching(/too many steps/) as string },
    ]);
  });
});

describe("a call market from end to end", () => {
  const scenario = minimal({
    ...WORLD,
    rounds: 5,
    actions: {
      offer: {
        prompt: "Buy or sell one unit?",
        inputs: {
          side: { type: "category", options: ["buy", "sell"] },
          price: { type: "number", min: 1, max: 20 },
        },
        require: "arg.side == 'buy' ? self.cash >= arg.price : self.units > 0",
        effects: [
          {
            insert: "Order",
            row: { trader: "self", side: "arg.side", price: "arg.price", round: "round" },
          },
        ],
      },
    },
    phases: [
      { id: "offer", decide: "Trader", do: ["offer"] },
      {
        id: "clear",
        rules: [
          {
            ...AUCTION,
            with: {
              bids: "Order.filter(o, o.round == round && o.side == 'buy')",
              asks: "Order.filter(o, o.round == round && o.side == 'sell')",
            },
            do: [
              { when: "market.units > 0", do: [{ set: "world.price", to: "market.price" }] },
              {
                forEach: "market.trades",
                as: "t",
                do: [
                  { set: "t.bid.trader.cash", to: "t.bid.trader.cash - t.price * t.units" },
                  { set: "t.ask.trader.cash", to: "t.ask.trader.cash + t.price * t.units" },
                  { set: "t.bid.trader.units", to: "t.bid.trader.units + t.units" },
                  { set: "t.ask.trader.units", to: "t.ask.trader.units - t.units" },
                ],
              },
            ],
          },
        ],
      },
    ],
    measures: {
      cash: { value: "sum(Trader, t, t.cash)" },
      units: { value: "sum(Trader, t, t.units)" },
      price: { value: "world.price" },
      least: { value: "min(Trader, t, t.cash)" },
    },
  });
  const compiled = compileScenario(scenario);

  it("conserves cash and units and does not depend on the order of answers", async () => {
    for (const seed of [1, 2, 3]) {
      const [run, shuffled] = [
        await simulate(openSimulation(compiled, { parameters: {}, seed }), plausibleAnswer),
        await simulate(openSimulation(compiled, { parameters: {}, seed }), plausibleAnswer, {
          arrange: (slots) => slots.toReversed(),
        }),
      ];
      const series = (name: string) =>
        run.commits
          .flatMap(({ measures }) => measures)
          .filter((measure) => measure.name === name)
          .map(({ value }) => value ?? NaN);
      for (const cash of series("cash")) expect(cash).toBeCloseTo(600, 8);
      expect(new Set(series("units"))).toEqual(new Set([18]));
      expect(Math.min(...series("least"))).toBeGreaterThanOrEqual(0);
      expect(series("price").at(-1)).toBeGreaterThan(0);
      expect(shuffled.digest).toBe(run.digest);
    }
  });
});
