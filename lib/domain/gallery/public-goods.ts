import type { ScenarioDocument } from "../scenario";
import { counted, plural } from "./snippets";

const FIELDS = [
  "economics",
  "law",
  "medicine",
  "engineering",
  "computer science",
  "psychology",
  "history",
  "biology",
  "education",
];

const BEFORE = "Period {{ round }} of {{ param.periods }}.";
const POINTS = (count: string): string => counted(count, "deduction point", "deduction points");
const TOKENS = (count: string, digits = 0): string => counted(count, "token", "tokens", digits);
const OWN_AND_OTHERS = (owner: string, others: string): string =>
  `You put ${TOKENS(`${owner}.contribution`)} into the project; the other ${plural(`${others}.size`, "member", "members")} put {{ ${others} | map: "contribution" | sort | list }}.`;

/** The members of a group that shares a product, by the attribute that holds the group. */
const GROUPED = "Player.filter(p, p.group != null)";

/** Cooperation in groups, with and without costly punishment. */
export const publicGoods: ScenarioDocument = {
  schema: "microcosm/scenario/1",
  name: "public-goods",
  title: "A public good, with and without punishment",
  summary:
    "Groups of four put tokens into a common project, see what the others put in, and may pay to reduce the earnings of others.",
  description:
    "The experiment of Fehr and Gächter. In every period each participant receives tokens and decides how many to put into a project that pays every member of the group alike, however much each put in: " +
    "good for the group, costly for oneself. Then, where the parameter allows it, each sees what each of the others put in, without names, and may assign deduction points, which cost the one who " +
    "assigns them and cost the one who receives them more. Groups stay together or are redrawn in every period. An answer that cannot be used counts as the contribution of the period before, in the first as half of the tokens, " +
    "and as no deduction points. Nothing in the wording calls the decisions by names such as cooperation or punishment.",
  domain: "Behavioural economics",
  literature: [
    "Fehr, E., & Gächter, S. (2000). Cooperation and punishment in public goods experiments. American Economic Review, 90, 980–994.",
    "Fehr, E., & Gächter, S. (2002). Altruistic punishment in humans. Nature, 415, 137–140. (The technology used here: a point costs 1 and deducts 3.)",
    "Herrmann, B., Thöni, C., & Gächter, S. (2008). Antisocial punishment across societies. Science, 319, 1362–1367.",
    "Ledyard, J. O. (1995). Public goods: a survey of experimental research. In J. H. Kagel & A. E. Roth (Eds.), The handbook of experimental economics (pp. 111–194). Princeton University Press.",
  ],
  questions: [
    "Do contributions fall from period to period without deduction points, and rise with them?",
    "Does it matter whether groups stay together or are redrawn in every period?",
    "Who receives deduction points: those who put in less than the one who assigns them, or also those who put in more?",
  ],
  instructions:
    "You take part in an experiment on economic decisions at a university. You will be told who you are and what has happened so far. Decide as that person would. All decisions are anonymous; nobody learns who decided what. " +
    "What you earn depends on your own decisions and on those of others. At the end each token is exchanged for 5 cents and paid out in cash.\n\n" +
    "The experiment has {{ param.periods }} {% if param.periods == 1 %}period{% else %}periods (rounds){% endif %}. You are in a group of {{ param.size }} participants." +
    "{% if param.periods > 1 %} {% if param.matching == 'partners' %}Your group stays the same in all periods.{% else %}The groups are put together anew at random before each period.{% endif %}{% endif %}\n" +
    "In each period every member receives {{ param.endowment }} tokens and decides how many of them to put into a project. The rest they keep. " +
    "Each token kept is worth one token to its owner. Each token in the project, whoever put it there, pays {{ param.multiplier | divided_by: param.size | number }} tokens to each of the {{ param.size }} members." +
    "{% if param.deductions %}\nThen every member sees what each of the others has put into the project, without names, and can assign up to {{ param.maxPoints }} deduction points to each of them, or none. " +
    `Each point costs the member who assigns it ${TOKENS("param.cost", 2)} and takes ${TOKENS("param.impact", 2)} from the member who receives it. ` +
    "Points received cannot take more than what the member has earned in the period before deductions; points assigned have to be paid for in any case. If you make a loss in a period, it is taken off what you earn in other periods.{% endif %}",
  parameters: {
    players: {
      type: "integer",
      default: 24,
      min: 2,
      max: 1_000_000,
      label: "Number of participants",
      description: "Participants left over when groups are formed sit out.",
    },
    size: { type: "integer", default: 4, min: 2, max: 20, label: "Group size" },
    periods: { type: "integer", default: 6, min: 1, max: 100, label: "Number of periods" },
    matching: {
      type: "category",
      options: ["partners", "strangers"],
      default: "partners",
      label: "Groups",
      description: "Partners stay together; strangers are regrouped before each period.",
    },
    endowment: {
      type: "integer",
      default: 20,
      min: 1,
      max: 1_000,
      label: "Tokens per period",
      unit: "tokens",
    },
    multiplier: {
      type: "number",
      default: 1.6,
      min: 0,
      max: 20,
      label: "Multiplier of the project",
      unit: "tokens for the group",
      description:
        "Between 1 and the size of the group, keeping tokens is best for oneself and putting them in best for the group.",
    },
    deductions: { type: "boolean", default: true, label: "Deduction points" },
    maxPoints: {
      type: "integer",
      default: 10,
      min: 1,
      max: 100,
      label: "Maximum deduction points per member",
    },
    cost: {
      type: "number",
      default: 1,
      min: 0,
      max: 100,
      label: "Cost of a deduction point",
      unit: "tokens",
    },
    impact: {
      type: "number",
      default: 3,
      min: 0,
      max: 100,
      label: "Tokens deducted per point",
      unit: "tokens",
    },
  },
  rounds: "param.periods",
  agents: {
    Player: {
      label: "Participant",
      count: "param.players",
      attributes: {
        gender: {
          type: "category",
          options: ["woman", "man"],
          init: { distribution: "categorical", weights: [0.5, 0.5] },
          label: "Gender",
        },
        age: {
          type: "integer",
          init: { distribution: "truncatedNormal", mean: 22.5, sd: 2.6, min: 18, max: 32 },
          label: "Age",
          unit: "years",
        },
        field: {
          type: "category",
          options: FIELDS,
          init: `choice([${FIELDS.map((field) => `'${field}'`).join(", ")}])`,
          label: "Field of study",
        },
        place: {
          type: "category",
          options: ["a village", "a small town", "a city"],
          init: { distribution: "categorical", weights: [0.25, 0.4, 0.35] },
          label: "Grew up in",
        },
        trust: {
          type: "integer",
          min: 0,
          max: 10,
          init: { distribution: "truncatedNormal", mean: 5, sd: 2.4, min: 0, max: 10 },
          label: "Trust in people",
          unit: "from 0 one cannot be too careful to 10 most people can be trusted",
          description: "The question of the European Social Survey; its mean is about 5 in Europe.",
        },
        group: {
          type: "integer",
          init: { constant: null },
          dynamic: true,
          visible: "nobody",
          label: "Group",
          description: "Empty for those who sit out.",
        },
        contribution: {
          type: "integer",
          init: { constant: null },
          dynamic: true,
          visible: "public",
          label: "Contribution",
          unit: "tokens",
        },
        kept: {
          type: "integer",
          init: { constant: null },
          dynamic: true,
          label: "Tokens kept",
          unit: "tokens",
        },
        share: {
          type: "number",
          init: { constant: null },
          dynamic: true,
          label: "Share of the project",
          unit: "tokens",
        },
        assigned: { type: "integer", init: 0, dynamic: true, label: "Deduction points assigned" },
        received: { type: "integer", init: 0, dynamic: true, label: "Deduction points received" },
        earned: {
          type: "number",
          init: { constant: null },
          dynamic: true,
          label: "Earned in the period",
          unit: "tokens",
        },
        total: { type: "number", init: 0, dynamic: true, label: "Earned so far", unit: "tokens" },
      },
      describe: "a member of the group",
      profile:
        "You are a {{ self.gender }}, {{ self.age }} years old, and study {{ self.field }}. You grew up in {{ self.place }}. " +
        "Asked about people in general, you place yourself at {{ self.trust }} on a scale from 0 (you can't be too careful) to 10 (most people can be trusted).",
      memory: { kind: "short", keep: 8 },
    },
  },
  tables: {
    Seat: {
      label: "Place in a group",
      attributes: {
        member: { type: "ref", to: "Player", visible: "nobody" },
        group: { type: "integer", visible: "nobody" },
        round: { type: "integer", visible: "nobody" },
      },
    },
    Deduction: {
      label: "Deduction points assigned",
      attributes: {
        by: { type: "ref", to: "Player", visible: "nobody" },
        to: { type: "ref", to: "Player", visible: "nobody" },
        points: { type: "integer", visible: "nobody" },
        difference: {
          type: "integer",
          visible: "nobody",
          label: "Contribution of the receiver above that of the one who assigns",
          unit: "tokens",
        },
        round: { type: "integer", visible: "nobody" },
      },
    },
  },
  views: {
    mates: {
      label: "The other members of the group",
      from: "Player",
      where: "row.group == self.group && row.id != self.id",
    },
  },
  actions: {
    contribute: {
      label: "First decision",
      prompt:
        `${BEFORE}{% if round > 1 %} So far your earnings are ${TOKENS("self.total", 1)}.{% endif %}{% if round > 1 and param.matching == 'strangers' %} You are in a new group.{% endif %}\n\n` +
        `You receive ${TOKENS("param.endowment")}. How many of them do you put into the project?`,
      inputs: {
        why: {
          type: "text",
          maxLength: 200,
          label: "Reason",
          description: "in one sentence, what your decision depends on",
        },
        tokens: {
          type: "integer",
          min: 0,
          max: "param.endowment",
          label: "Tokens for the project",
          description: "the rest you keep",
        },
      },
      effects: [{ set: "self.contribution", to: "arg.tokens" }],
      fallback: {
        answer: {
          tokens: "self.contribution == null ? floor(param.endowment / 2) : self.contribution",
          why: "''",
        },
      },
    },
    deduct: {
      label: "Second decision",
      prompt:
        `${BEFORE} ${OWN_AND_OTHERS("self", "view.mates")} ` +
        `With the {{ self.kept }} you kept and ${TOKENS("self.share", 2)} from the project, your earnings stand at {{ self.kept | plus: self.share | round: 2 }}.\n\n` +
        `${plural("view.mates.size", "The other member", "One of the other members")} put ${TOKENS("row.contribution")} into the project. How many deduction points do you assign to this member?`,
      inputs: {
        points: {
          type: "integer",
          min: 0,
          max: "param.maxPoints",
          label: "Deduction points",
          description: "0 for none",
        },
      },
      effects: [
        {
          when: "arg.points > 0",
          do: [
            {
              insert: "Deduction",
              row: {
                by: "self",
                to: "row",
                points: "arg.points",
                difference: "row.contribution - self.contribution",
                round: "round",
              },
            },
            { set: "self.assigned", to: "self.assigned + arg.points" },
            { set: "row.received", to: "row.received + arg.points" },
          ],
        },
      ],
      fallback: { answer: { points: 0 } },
    },
  },
  phases: [
    {
      id: "draw",
      label: "Drawing groups",
      match: "Player",
      by: "random",
      size: "param.size",
      into: "Seat",
      if: "round == 1 || param.matching == 'strangers'",
    },
    {
      id: "begin",
      label: "Taking places",
      rules: [
        {
          when: "round == 1 || param.matching == 'strangers'",
          do: [{ forEach: "Player", as: "p", do: [{ set: "p.group", to: "null" }] }],
        },
        {
          forEach: "Seat.filter(s, s.round == round)",
          as: "s",
          do: [{ set: "s.member.group", to: "s.group" }],
        },
        {
          forEach: "Player",
          as: "p",
          do: [
            { set: "p.assigned", to: 0 },
            { set: "p.received", to: 0 },
            { set: "p.earned", to: "null" },
          ],
        },
      ],
    },
    {
      id: "contribute",
      label: "First decision: the project",
      decide: "Player",
      where: "self.group != null",
      do: ["contribute"],
    },
    {
      id: "project",
      label: "What the project pays",
      rules: [
        {
          forEach: GROUPED,
          as: "p",
          do: [
            { set: "p.kept", to: "param.endowment - p.contribution" },
            {
              set: "p.share",
              to: "sum(Player.filter(o, o.group == p.group), o, o.contribution) * param.multiplier / param.size",
            },
          ],
        },
      ],
    },
    {
      id: "deduct",
      label: "Second decision: deduction points",
      decide: "Player",
      where: "self.group != null",
      do: ["deduct"],
      each: "mates",
      if: "param.deductions",
    },
    {
      id: "earn",
      label: "Earnings",
      rules: [
        {
          forEach: GROUPED,
          as: "p",
          do: [
            {
              let: {
                others: "reveal(Player.filter(o, o.group == p.group && o.id != p.id))",
                before: "p.kept + p.share",
                taken: "min(before, p.received * param.impact)",
              },
              do: [
                { set: "p.earned", to: "before - taken - p.assigned * param.cost" },
                { set: "p.total", to: "p.total + p.earned" },
                {
                  tell: "p",
                  text:
                    `${OWN_AND_OTHERS("p", "others")} {% if param.deductions %}You assigned {% if p.assigned == 0 %}no deduction points{% else %}${POINTS("p.assigned")}{% endif %} and received ` +
                    `{% if p.received == 0 %}none{% else %}{{ p.received }}{% endif %}. {% endif %}Your earnings in this period were ${TOKENS("p.earned", 1)}.`,
                },
              ],
            },
          ],
        },
      ],
    },
  ],
  measures: {
    contribution: {
      value: `mean(${GROUPED}, p, p.contribution)`,
      label: "Mean contribution",
      unit: "tokens",
    },
    freeRiders: {
      value: `share(${GROUPED}, p, p.contribution == 0)`,
      label: "Contributing nothing",
      unit: "share of participants",
    },
    fullContributors: {
      value: `share(${GROUPED}, p, p.contribution == param.endowment)`,
      label: "Contributing everything",
      unit: "share of participants",
    },
    spread: {
      value: `sd(${GROUPED}, p, p.contribution)`,
      label: "Spread of contributions",
      description: "Standard deviation over all participants.",
      unit: "tokens",
    },
    points: {
      value: `mean(${GROUPED}, p, p.assigned)`,
      label: "Deduction points per participant",
      unit: "points",
      chart: "bar",
    },
    pointsBelow: {
      value: "sum(Deduction.filter(d, d.round == round && d.difference < 0), d, d.points)",
      label: "Points to those who put in less",
      description: "Deduction points to members who put in less than the one who assigned them.",
      unit: "points",
      chart: "bar",
    },
    pointsAbove: {
      value: "sum(Deduction.filter(d, d.round == round && d.difference >= 0), d, d.points)",
      label: "Points to those who put in as much or more",
      description: "Called antisocial punishment by Herrmann et al. (2008).",
      unit: "points",
      chart: "bar",
    },
    earnings: {
      value: `mean(${GROUPED}, p, p.earned)`,
      label: "Mean earnings in the period",
      unit: "tokens",
    },
    efficiency: {
      value: `count(${GROUPED}) == 0 ? null : sum(${GROUPED}, p, p.earned) / (count(${GROUPED}) * param.endowment * max(1, param.multiplier))`,
      label: "Efficiency",
      description:
        "Mean earnings as a share of the most that a group could have earned per member.",
      unit: "share",
    },
    inequality: {
      value: `sd(${GROUPED}, p, p.total)`,
      label: "Inequality of earnings",
      description: "Standard deviation of what participants have earned so far.",
      unit: "tokens",
    },
  },
};
