import type { Effect, ScenarioDocument } from "../scenario";
import { counted, textList } from "./snippets";

const STUDIES = [
  "biology",
  "computer science",
  "economics",
  "engineering",
  "history",
  "languages",
  "law",
  "mathematics",
  "medicine",
  "psychology",
  "sociology",
  "education",
];

/** The value of each unit to its buyer, or its cost to its seller, in this period. */
const DRAWN =
  "max(1, round(uniform(param.low, param.high)) + (t.side == 'buyer' ? world.shift : 0))";

/** The upper bound of values and orders. */
const CEILING = "(max(param.low, param.high) + max(0, param.shift))";

/** The last rounds, as published to every trader. */
const HISTORY =
  "{% if view.recent.size > 0 %}{% if view.recent.size == 1 %}The last round:{% else %}The last {{ view.recent.size }} rounds, the latest first:{% endif %}\n" +
  `{% for past in view.recent %}- Round {{ past.round }}: {% if past.units > 0 %}${counted("past.units", "unit", "units")} traded at {{ past.price }} points{% else %}no trade{% endif %}\n{% endfor %}\n{% endif %}`;

const traded: Effect[] = [
  { set: "t.bid.served", to: true },
  { set: "t.ask.served", to: true },
  { set: "t.bid.trader.cash", to: "t.bid.trader.cash - t.price" },
  { set: "t.ask.trader.cash", to: "t.ask.trader.cash + t.price" },
  { set: "t.bid.trader.units", to: "t.bid.trader.units + 1" },
  { set: "t.ask.trader.units", to: "t.ask.trader.units - 1" },
  { set: "t.bid.trader.earned", to: "t.bid.trader.earned + t.bid.value - t.price" },
  { set: "t.ask.trader.earned", to: "t.ask.trader.earned + t.price - t.ask.value" },
  { set: "world.surplus", to: "world.surplus + t.bid.value - t.ask.value" },
];

const orders = (side: "buy" | "sell", more = ""): string =>
  `Order.filter(o, o.round == round && o.side == '${side}'${more})`;

/** Traders with private values send one order each round; all trades have one price. */
export const callMarket: ScenarioDocument = {
  schema: "microcosm/scenario/1",
  name: "call-market",
  title: "A call market with private values",
  summary:
    "Buyers and sellers, each knowing only what a unit is worth to themselves, send an order in every round. The market is cleared at one price.",
  description:
    "An experimental market in the tradition of Vernon Smith. Half of the traders are buyers, to whom a unit is worth a private number of points, and half are sellers, whom a unit costs a private number of points. In every round each trader may send one order for one unit. " +
    "Then the market is called: the highest bids meet the lowest asks as long as a bid is not below an ask, and all trades have the same price, in the middle of the prices at which demand meets supply. " +
    "Cash and units change hands and never come into being; earnings are what the price leaves of the value. Measures compare price, volume and gains from trade with those of the competitive equilibrium, computed from the values that nobody else knows.",
  domain: "Experimental economics",
  literature: [
    "Smith, V. L. (1962). An experimental study of competitive market behavior. Journal of Political Economy, 70, 111–137.",
    "Gode, D. K., & Sunder, S. (1993). Allocative efficiency of markets with zero-intelligence traders: market as a partial substitute for individual rationality. Journal of Political Economy, 101, 119–137.",
    "Chatterjee, K., & Samuelson, W. (1983). Bargaining under incomplete information. Operations Research, 31, 835–851.",
    "Rustichini, A., Satterthwaite, M. A., & Williams, S. R. (1994). Convergence to efficiency in a simple market with incomplete information. Econometrica, 62, 1041–1063.",
  ],
  questions: [
    "Does the price find the equilibrium, and how many rounds does it take to find the new one when buyers' values rise?",
    "How much of the efficiency is due to the rule that forbids orders at a loss?",
    "Do bids and asks come closer to the true values when there are more traders?",
  ],
  instructions:
    "You take part in an experiment on markets, in which points are exchanged for money at the end. You will be told who you are. Trade as that person would.\n\n" +
    "There are {{ param.traders | number }} traders. Some of them buy and the others sell, one unit in each round at most. A unit is worth a number of points to each buyer, and costs each seller a number of points; everybody knows only their own number. Orders are whole numbers of points from 1 to {% assign highest = param.low | at_least: param.high %}{% assign more = param.shift | at_least: 0 %}{{ highest | plus: more | number }}.{% if param.protect %} Nobody can order at a loss: no buyer can bid more than the unit is worth to them, and no seller can ask for less than it costs them.{% endif %} " +
    "In each round all orders are collected and carried out at the same time. The highest bids are matched with the lowest asks, for as long as a bid is not below an ask. " +
    "All trades of a round have the same price. It is never above the bid of anyone who buys nor below the ask of anyone who sells. A buyer earns what the unit is worth to them minus the price, a seller the price minus what the unit costs them. " +
    "Who does not trade earns nothing in that round. Buyers are lent the points with which they pay{% if param.protect %}{% else %}, and earnings can be negative{% endif %}; what you earn in all rounds together is paid out.",
  parameters: {
    traders: {
      type: "integer",
      default: 40,
      min: 2,
      max: 200_000,
      label: "Number of traders",
      description: "Every other trader is a seller.",
    },
    periods: { type: "integer", default: 8, min: 1, max: 200, label: "Number of rounds" },
    low: {
      type: "integer",
      default: 20,
      min: 1,
      max: 10_000,
      label: "Lowest value or cost",
      unit: "points",
    },
    high: {
      type: "integer",
      default: 120,
      min: 1,
      max: 10_000,
      label: "Highest value or cost",
      unit: "points",
      description: "Values and costs are drawn between the two, each equally likely.",
    },
    redraw: {
      type: "boolean",
      default: false,
      label: "New values and costs in every round",
      description:
        "Otherwise they stay the same, so that traders can learn where the price settles.",
    },
    shift: {
      type: "integer",
      default: 0,
      min: -5_000,
      max: 5_000,
      label: "Change of buyers' values after half of the rounds",
      unit: "points",
    },
    protect: {
      type: "boolean",
      default: true,
      label: "No orders at a loss",
      description: "Bids above the own value and asks below the own cost are not accepted.",
    },
    history: {
      type: "integer",
      default: 3,
      min: 0,
      max: 20,
      label: "Past rounds whose price and volume traders see",
    },
  },
  rounds: "param.periods",
  world: {
    shift: {
      type: "integer",
      init: 0,
      dynamic: true,
      visible: "nobody",
      label: "Change of buyers' values so far",
      unit: "points",
    },
    price: {
      type: "number",
      init: { constant: null },
      dynamic: true,
      label: "Price in the round",
      unit: "points",
    },
    volume: {
      type: "integer",
      init: 0,
      dynamic: true,
      visible: "nobody",
      label: "Units traded in the round",
    },
    surplus: {
      type: "number",
      init: 0,
      dynamic: true,
      visible: "nobody",
      label: "Gains from trade in the round",
      unit: "points",
    },
    equilibrium: {
      type: "number",
      init: { constant: null },
      dynamic: true,
      visible: "nobody",
      label: "Equilibrium price",
      unit: "points",
    },
    possible: {
      type: "number",
      init: 0,
      dynamic: true,
      visible: "nobody",
      label: "Largest possible gains from trade in the round",
      unit: "points",
    },
    equilibriumVolume: {
      type: "integer",
      init: 0,
      dynamic: true,
      visible: "nobody",
      label: "Units traded in equilibrium",
    },
  },
  agents: {
    Trader: {
      label: "Trader",
      count: "param.traders",
      attributes: {
        side: {
          type: "category",
          options: ["buyer", "seller"],
          init: "number(self.id.substring(7)) % 2 == 1 ? 'buyer' : 'seller'",
          visible: "self",
          label: "Side",
        },
        age: {
          type: "integer",
          init: { distribution: "truncatedNormal", mean: 23, sd: 3, min: 18, max: 34 },
          visible: "self",
          label: "Age",
          unit: "years",
        },
        studies: {
          type: "category",
          options: STUDIES,
          init: `choice(${textList(STUDIES)})`,
          visible: "self",
          label: "Field of study",
        },
        risk: {
          type: "integer",
          min: 0,
          max: 10,
          init: { distribution: "truncatedNormal", mean: 5, sd: 2.3, min: 0, max: 10 },
          visible: "self",
          label: "Willingness to take risks",
          unit: "from 0 not at all to 10 very",
        },
        value: {
          type: "integer",
          init: "round(uniform(min(param.low, param.high), max(param.low, param.high)))",
          dynamic: true,
          visible: "self",
          label: "Value or cost of a unit",
          unit: "points",
        },
        cash: {
          type: "number",
          init: `self.side == 'buyer' ? param.periods * ${CEILING} : 0`,
          dynamic: true,
          visible: "self",
          label: "Cash",
          unit: "points",
        },
        units: {
          type: "integer",
          init: "self.side == 'seller' ? param.periods : 0",
          dynamic: true,
          visible: "self",
          label: "Units held",
        },
        earned: {
          type: "number",
          init: 0,
          dynamic: true,
          visible: "self",
          label: "Earned so far",
          unit: "points",
        },
      },
      profile:
        "You are {{ self.age }} years old and study {{ self.studies }}. Asked how willing you are to take risks, you said {{ self.risk }} on a scale from 0 (not at all) to 10 (very).\n" +
        `You are a {{ self.side }} in this market. So far you have earned ${counted("self.earned", "point", "points", 1)}.`,
      memory: { kind: "short", keep: 5 },
    },
  },
  tables: {
    Order: {
      label: "Order",
      attributes: {
        trader: { type: "ref", to: "Trader", visible: "nobody" },
        side: { type: "category", options: ["buy", "sell"] },
        price: { type: "integer", label: "Limit", unit: "points" },
        value: {
          type: "integer",
          visible: "nobody",
          label: "Value or cost of the unit",
          unit: "points",
        },
        round: { type: "integer" },
        served: { type: "boolean", init: false, dynamic: true, label: "Traded" },
      },
    },
    Call: {
      label: "Result of a round",
      attributes: {
        round: { type: "integer" },
        price: { type: "number", init: { constant: null }, unit: "points" },
        units: { type: "integer" },
      },
    },
  },
  views: {
    recent: {
      label: "The results of the last rounds",
      from: "Call",
      where: "row.round >= round - param.history",
      rank: "row.round",
      limit: "param.history",
    },
  },
  actions: {
    bid: {
      label: "Bid",
      when: "self.side == 'buyer' && self.cash >= 1",
      prompt: `Round {{ round }} of {{ param.periods }}.\n\n${HISTORY}You can buy one unit. In this round it is worth {{ self.value }} {% if self.value == 1 %}point{% else %}points{% endif %} to you. What is the highest price at which you buy?`,
      inputs: {
        limit: {
          type: "integer",
          min: 1,
          max: `min(self.cash, param.protect ? self.value : ${CEILING})`,
          optional: true,
          label: "Bid",
          description: "your limit in points; null to stay out of this round",
        },
      },
      require: {
        that: "arg.limit == null || arg.limit <= self.cash",
        else: "you do not have so many points",
      },
      effects: [
        {
          when: "arg.limit != null",
          do: [
            {
              insert: "Order",
              row: {
                trader: "self",
                side: "'buy'",
                price: "arg.limit",
                value: "self.value",
                round: "round",
              },
            },
          ],
        },
      ],
    },
    ask: {
      label: "Ask",
      when: "self.side == 'seller' && self.units >= 1",
      prompt: `Round {{ round }} of {{ param.periods }}.\n\n${HISTORY}You can sell one unit. In this round it costs you {{ self.value }} {% if self.value == 1 %}point{% else %}points{% endif %} if you sell it, and nothing otherwise. What is the lowest price at which you sell?`,
      inputs: {
        limit: {
          type: "integer",
          min: "param.protect ? self.value : 1",
          max: CEILING,
          optional: true,
          label: "Ask",
          description: "your limit in points; null to stay out of this round",
        },
      },
      require: {
        that: "arg.limit == null || self.units >= 1",
        else: "you have no unit left to sell",
      },
      effects: [
        {
          when: "arg.limit != null",
          do: [
            {
              insert: "Order",
              row: {
                trader: "self",
                side: "'sell'",
                price: "arg.limit",
                value: "self.value",
                round: "round",
              },
            },
          ],
        },
      ],
    },
  },
  phases: [
    {
      id: "draw",
      label: "New values and costs",
      if: "param.redraw && round > 1",
      rules: [{ forEach: "Trader", as: "t", do: [{ set: "t.value", to: DRAWN }] }],
    },
    { id: "order", label: "Orders", decide: "Trader", do: ["bid", "ask"] },
    {
      id: "call",
      label: "The market is called",
      rules: [
        { set: "world.surplus", to: 0 },
        {
          run: "doubleAuction@1",
          with: { bids: orders("buy"), asks: orders("sell") },
          as: "market",
          do: [
            { set: "world.price", to: "market.price" },
            { set: "world.volume", to: "market.units" },
            { forEach: "market.trades", as: "t", do: traded },
            {
              insert: "Call",
              row: { round: "round", price: "market.price", units: "market.units" },
            },
          ],
        },
        {
          run: "doubleAuction@1",
          with: {
            bids: "Trader.filter(t, t.side == 'buyer').map(t, {'who': t, 'price': t.value})",
            asks: "Trader.filter(t, t.side == 'seller').map(t, {'who': t, 'price': t.value})",
          },
          as: "ideal",
          do: [
            { set: "world.equilibrium", to: "ideal.price" },
            { set: "world.equilibriumVolume", to: "ideal.units" },
            { set: "world.possible", to: "sum(ideal.trades, t, t.bid.price - t.ask.price)" },
          ],
        },
        {
          forEach: "Order.filter(o, o.round == round)",
          as: "o",
          do: [
            {
              tell: "o.trader",
              text:
                "{% if o.served %}You {% if o.side == 'buy' %}bid {{ o.price }} and bought{% else %}asked for {{ o.price }} and sold{% endif %} a unit at {{ world.price }} points." +
                "{% else %}You {% if o.side == 'buy' %}bid {{ o.price }} and did not buy{% else %}asked for {{ o.price }} and did not sell{% endif %}.{% endif %}",
            },
          ],
        },
      ],
    },
  ],
  interventions: [
    {
      id: "shift",
      label: "Buyers' values change",
      at: "param.shift != 0 && round == floor(param.periods / 2) + 1",
      do: [
        { set: "world.shift", to: "param.shift" },
        {
          forEach: "Trader.filter(t, t.side == 'buyer')",
          as: "t",
          do: [{ set: "t.value", to: "max(1, t.value + param.shift)" }],
        },
      ],
    },
  ],
  measures: {
    price: {
      value: "world.price",
      label: "Price",
      description: "The one price of all trades in the round; none when nobody trades.",
      unit: "points",
    },
    equilibrium: {
      value: "world.equilibrium",
      label: "Equilibrium price",
      description:
        "The price at which demand meets supply when everybody orders at their true value or cost.",
      unit: "points",
    },
    distance: {
      value:
        "world.price != null && world.equilibrium != null ? abs(world.price - world.equilibrium) / world.equilibrium : null",
      label: "Distance from equilibrium",
      description:
        "Absolute difference between price and equilibrium price, as a share of the latter.",
      unit: "share",
    },
    volume: { value: "world.volume", label: "Units traded", unit: "units", chart: "bar" },
    equilibriumVolume: {
      value: "world.equilibriumVolume",
      label: "Units traded in equilibrium",
      unit: "units",
      chart: "none",
    },
    efficiency: {
      value: "world.possible > 0 ? world.surplus / world.possible : null",
      label: "Allocative efficiency",
      description: "Gains from trade in the round as a share of the largest possible ones.",
      unit: "share",
    },
    spread: {
      value: `count(${orders("buy", " && !o.served")}) > 0 && count(${orders("sell", " && !o.served")}) > 0 ? min(${orders("sell", " && !o.served")}.map(o, o.price)) - max(${orders("buy", " && !o.served")}.map(o, o.price)) : null`,
      label: "Spread",
      description: "Lowest ask minus highest bid among the orders that were not served.",
      unit: "points",
    },
    belowValue: {
      value: `mean(${orders("buy")}.map(o, o.value - o.price))`,
      label: "Bids below value",
      description: "By how much bids are below the buyers' values, on average.",
      unit: "points",
    },
    aboveCost: {
      value: `mean(${orders("sell")}.map(o, o.price - o.value))`,
      label: "Asks above cost",
      description: "By how much asks are above the sellers' costs, on average.",
      unit: "points",
    },
    orders: {
      value: "round > 0 ? count(Order, o, o.round == round) / count(Trader) : null",
      label: "Traders who send an order",
      unit: "share",
    },
    buyersShare: {
      value:
        "sum(Trader, t, t.earned) > 0 ? sum(Trader.filter(t, t.side == 'buyer'), t, t.earned) / sum(Trader, t, t.earned) : null",
      label: "Buyers' share of the earnings",
      description: "Of all that has been earned so far.",
      unit: "share",
    },
  },
};
