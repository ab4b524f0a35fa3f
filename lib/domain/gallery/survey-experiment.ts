import type { ScenarioDocument } from "../scenario";
import { textList } from "./snippets";

const REGIONS = ["city centre", "suburb", "small town", "village"];
const EDUCATION = [
  "lower secondary",
  "vocational training",
  "upper secondary",
  "university degree",
];

/**
 * Nobody has a degree at 18; older cohorts have fewer. Options listed several times are more likely
 * in proportion.
 */
const EDUCATION_BY_AGE =
  "self.age < 23 ? choice(['lower secondary', 'vocational training', 'upper secondary', 'upper secondary']) : " +
  "(self.age < 60 ? choice(['lower secondary', 'vocational training', 'vocational training', 'vocational training', 'upper secondary', 'university degree', 'university degree', 'university degree']) : " +
  "choice(['lower secondary', 'lower secondary', 'vocational training', 'vocational training', 'vocational training', 'upper secondary', 'university degree']))";

/** The attributes of the plans. The first level of each is the baseline of the effects. */
const FEATURES = {
  hours: {
    line: "Private cars are kept out",
    label: "Hours",
    levels: ["on Sundays", "from 8 a.m. to 8 p.m. every day", "at all times"],
  },
  exempt: {
    line: "Who may still drive in",
    label: "Exemptions",
    levels: [
      "residents of the centre",
      "residents of the centre and tradespeople",
      "residents of the centre, tradespeople and electric cars",
    ],
  },
  buses: {
    line: "Buses to the centre run",
    label: "Buses",
    levels: ["as often as now", "every ten minutes", "every five minutes"],
  },
  cost: {
    line: "Cost to each household",
    label: "Cost",
    levels: ["nothing", "5 euros a month", "15 euros a month", "30 euros a month"],
  },
  author: {
    line: "The plan was drawn up by",
    label: "Drawn up by",
    levels: [
      "the city council",
      "a group of residents chosen by lot",
      "experts on traffic from a university",
    ],
  },
} as const;
type Feature = keyof typeof FEATURES;
const NAMES = Object.keys(FEATURES) as readonly Feature[];

const levelDrawn = (feature: Feature) => {
  const { levels, label } = FEATURES[feature];
  return {
    type: "category" as const,
    options: [...levels] as string[],
    label,
    init: { distribution: "categorical" as const, weights: levels.map(() => 1) },
  };
};

/** One line of a plan. The order of the lines is drawn per respondent. */
const LINES = `{% for feature in self.order %}{% case feature %}${NAMES.map((name) => `{% when '${name}' %}- ${FEATURES[name].line}: {{ plan.${name} }}`).join("")}{% endcase %}\n{% endfor %}`;

/** Plans with this level in which a choice was made. `more` restricts them further. */
const withLevel = (feature: Feature, level: string, more = ""): string =>
  `Plan.filter(p, p.${feature} == '${level}' && p.chosen != null${more})`;

/**
 * The difference in the share chosen between a level and the baseline of the feature; null while
 * one of them was never shown.
 */
function effect(feature: Feature, level: string): string {
  const [here, baseline] = [
    withLevel(feature, level),
    withLevel(feature, FEATURES[feature].levels[0]),
  ];
  return `count(${here}) > 0 && count(${baseline}) > 0 ? share(${here}, p, p.chosen) - share(${baseline}, p, p.chosen) : null`;
}

const AMCE =
  "Average marginal component effect: the share of plans with this level that were chosen, minus that of plans with";
const amce = (feature: Feature, position: number, label: string) => {
  const [baseline, level = ""] = [FEATURES[feature].levels[0], FEATURES[feature].levels[position]];
  return {
    value: effect(feature, level),
    label,
    description: `${AMCE} “${baseline}”.`,
    unit: "difference in the share chosen",
    at: "end",
    chart: "bar",
  } as const;
};

/**
 * Compares groups by marginal means: differences from a baseline that the groups do not share would
 * mislead (Leeper et al. 2020).
 */
const groupMean = (car: string, group: string) =>
  ({
    value: `share(${withLevel("hours", "at all times", ` && p.respondent.car == '${car}'`)}, p, p.chosen)`,
    label: `Plans with cars kept out at all times, ${group}`,
    description: `Marginal mean: the share of these plans that ${group} chose. Above one half: chosen more often than other plans.`,
    unit: "share chosen",
    at: "end",
    chart: "bar",
  }) as const;

/** The deviation of the shares of the drawn levels from equal shares. */
const FARTHEST = NAMES.flatMap((name) =>
  FEATURES[name].levels.map(
    (level) => `abs(share(Plan, p, p.${name} == '${level}') - 1 / ${FEATURES[name].levels.length})`,
  ),
).join(", ");

const NOT_ASKED = { constant: null };

/**
 * A conjoint experiment in a survey: pairs of plans with randomly drawn features, a choice and
 * ratings.
 */
export const surveyExperiment: ScenarioDocument = {
  schema: "microcosm/scenario/1",
  name: "survey-experiment",
  title: "Plans for a car-free city centre: a conjoint survey experiment",
  summary:
    "Respondents compare pairs of plans to keep cars out of a city centre, choose one of each pair and rate both. What the plans contain is drawn at random.",
  description:
    "A paired conjoint experiment. Respondents have an age, gender, place of residence, education, car use, trust and political leaning. Each first answers a few general questions and then compares a number of pairs of plans, one pair per round. " +
    "A plan has five features, each with three or four levels that are drawn independently and with equal probability for every respondent, pair and plan; the order in which the features are listed is drawn once per respondent. " +
    "The respondent says which plan they prefer, and how much they oppose or support each. As levels are randomised, the difference in the share chosen between two levels of a feature estimates its average causal effect on the choice, " +
    "averaged over all that the plans may contain besides. Measures give these effects, marginal means for two groups of respondents, and checks of the randomisation.",
  domain: "Survey methodology",
  literature: [
    "Hainmueller, J., Hopkins, D. J., & Yamamoto, T. (2014). Causal inference in conjoint analysis: understanding multidimensional choices via stated preference experiments. Political Analysis, 22, 1–30.",
    "Hainmueller, J., Hangartner, D., & Yamamoto, T. (2015). Validating vignette and conjoint survey experiments against real-world behavior. Proceedings of the National Academy of Sciences, 112, 2395–2400.",
    "Leeper, T. J., Hobolt, S. B., & Tilley, J. (2020). Measuring subgroup preferences in conjoint experiments. Political Analysis, 28, 207–221.",
    "Argyle, L. P., Busby, E. C., Fulda, N., Gubler, J. R., Rytting, C., & Wingate, D. (2023). Out of one, many: using language models to simulate human samples. Political Analysis, 31, 337–351.",
  ],
  questions: [
    "Which matters more for the choice of a plan: what it costs, or when cars are kept out?",
    "Do people who drive nearly every day react differently to a ban at all times than people without a car?",
    "How many respondents and pairs are needed before the effect of who drew up the plan stands out from chance?",
  ],
  instructions:
    "You are taking part in an online survey by a university. You will be told who you are. Answer every question as this person would, honestly and from their everyday life. " +
    "There are no right or wrong answers, and what you say stays anonymous.",
  parameters: {
    respondents: {
      type: "integer",
      default: 80,
      min: 10,
      max: 200_000,
      label: "Number of respondents",
    },
    tasks: {
      type: "integer",
      default: 4,
      min: 1,
      max: 10,
      label: "Pairs that each respondent compares",
    },
  },
  rounds: "param.tasks",
  agents: {
    Respondent: {
      label: "Respondent",
      count: "param.respondents",
      attributes: {
        age: {
          type: "integer",
          init: { distribution: "truncatedNormal", mean: 49, sd: 18, min: 18, max: 92 },
          visible: "self",
          label: "Age",
          unit: "years",
        },
        gender: {
          type: "category",
          options: ["woman", "man", "non-binary person"],
          init: { distribution: "categorical", weights: [0.505, 0.485, 0.01] },
          visible: "self",
          label: "Gender",
        },
        residence: {
          type: "category",
          options: REGIONS,
          init: { distribution: "categorical", weights: [0.22, 0.33, 0.27, 0.18] },
          visible: "self",
          label: "Place of residence",
        },
        education: {
          type: "category",
          options: EDUCATION,
          init: EDUCATION_BY_AGE,
          visible: "self",
          label: "Education",
        },
        car: {
          type: "category",
          options: ["no car", "uses a car now and then", "drives nearly every day"],
          visible: "self",
          label: "Car use",
          init: {
            given: "residence",
            cases: {
              "city centre": { distribution: "categorical", weights: [0.5, 0.3, 0.2] },
              suburb: { distribution: "categorical", weights: [0.2, 0.35, 0.45] },
              "small town": { distribution: "categorical", weights: [0.12, 0.33, 0.55] },
            },
            otherwise: { distribution: "categorical", weights: [0.06, 0.24, 0.7] },
          },
        },
        leaning: {
          type: "category",
          options: ["left", "centre", "right"],
          init: { distribution: "categorical", weights: [0.32, 0.38, 0.3] },
          visible: "self",
          label: "Political leaning",
        },
        trust: {
          type: "integer",
          min: 0,
          max: 10,
          init: { distribution: "truncatedNormal", mean: 5, sd: 2.3, min: 0, max: 10 },
          visible: "self",
          label: "Trust in the city council",
          unit: "from 0 none to 10 complete",
        },
        order: {
          type: "list",
          of: { type: "text" },
          init: `shuffle(${textList(NAMES)})`,
          visible: "self",
          label: "Order of the features",
          description: "In which order the features of the plans are listed for this respondent.",
        },
        concern: {
          type: "integer",
          dynamic: true,
          visible: "self",
          label: "Concern about traffic",
          unit: "from 1 not at all to 7 very",
          init: NOT_ASKED,
        },
        trips: {
          type: "integer",
          dynamic: true,
          visible: "self",
          label: "Days in the city centre",
          unit: "days a month",
          init: NOT_ASKED,
        },
        means: {
          type: "list",
          of: { type: "text" },
          dynamic: true,
          visible: "self",
          label: "Means of transport",
          init: { constant: [] },
        },
      },
      profile:
        "You are a {{ self.gender }}, {{ self.age }} years old. You live in {% if self.residence == 'city centre' %}the{% else %}a{% endif %} {{ self.residence }}. Education: {{ self.education }}. " +
        "Car: {% if self.car == 'no car' %}you have no car{% elsif self.car == 'drives nearly every day' %}you drive nearly every day{% else %}you use a car now and then{% endif %}. " +
        "Politically you see yourself {% if self.leaning == 'centre' %}in{% else %}on{% endif %} the {{ self.leaning }}. Your trust in the city council is {{ self.trust }} on a scale from 0 (none) to 10 (complete)." +
        "{% if self.concern %}\nEarlier in this survey you put your concern about traffic in the city nearest to you at {{ self.concern }} on a scale from 1 (not at all worried) to 7 (very worried). " +
        "{% if self.trips == 0 %}You said that you do not go to its centre.{% else %}You said that you go to its centre on about {{ self.trips }} {% if self.trips == 1 %}day{% else %}days{% endif %} a month, usually {{ self.means | list }}.{% endif %}{% endif %}",
      memory: { kind: "none" },
    },
  },
  tables: {
    Plan: {
      label: "Plan",
      description: "A plan as one respondent saw it: two for each pair.",
      attributes: {
        respondent: { type: "ref", to: "Respondent" },
        task: { type: "integer", label: "Pair" },
        side: { type: "category", options: ["A", "B"], label: "Shown as" },
        hours: levelDrawn("hours"),
        exempt: levelDrawn("exempt"),
        buses: levelDrawn("buses"),
        cost: levelDrawn("cost"),
        author: levelDrawn("author"),
        chosen: { type: "boolean", dynamic: true, init: NOT_ASKED, label: "Chosen" },
        rating: {
          type: "integer",
          dynamic: true,
          init: NOT_ASKED,
          label: "Rating",
          unit: "from 1 strongly oppose to 7 strongly support",
        },
      },
    },
  },
  views: {
    pair: {
      label: "The two plans of the present pair",
      from: "Plan",
      where: "row.respondent == self && row.task == round",
    },
  },
  questionnaires: {
    background: {
      label: "General questions",
      intro:
        "First, a few questions about traffic in the city nearest to you, or the one you live in.",
      items: {
        concern: {
          type: "integer",
          min: 1,
          max: 7,
          label: "Concern",
          description:
            "How worried are you about the effects of traffic on the quality of life there? 1 means not at all worried, 7 means very worried.",
        },
        trips: {
          type: "integer",
          min: 0,
          max: 31,
          label: "Trips",
          description:
            "On about how many days a month do you shop, eat out or run errands in the city centre?",
        },
        means: {
          type: "list",
          of: { type: "category", options: ["on foot", "by bicycle", "by bus or tram", "by car"] },
          minItems: 1,
          maxItems: 4,
          label: "Means of transport",
          description: "How do you usually get there, or how would you? Name all that apply.",
        },
      },
      effects: [
        { set: "self.concern", to: "arg.concern" },
        { set: "self.trips", to: "arg.trips" },
        {
          set: "self.means",
          to: "['on foot', 'by bicycle', 'by bus or tram', 'by car'].filter(m, m in arg.means)",
        },
      ],
    },
    comparison: {
      label: "Choice between two plans",
      intro:
        "{% if param.tasks > 1 %}Comparison {{ round }} of {{ param.tasks }}\n\n{% endif %}{% if round == 1 %}Suppose that the city nearest to you, or the one you live in, were discussing two plans to keep private cars out of its centre.{% else %}Now suppose that these were the two plans.{% endif %} " +
        "Ambulances, deliveries and people with disabilities could enter under either plan.\n\n" +
        `{% for plan in view.pair %}Plan {{ plan.side }}\n${LINES}\n{% endfor %}` +
        "Please read both plans before you answer.",
      items: {
        choice: {
          type: "category",
          options: ["Plan A", "Plan B"],
          label: "Choice",
          description: "If you had to choose between the two, which one would you prefer?",
        },
        ratingA: {
          type: "integer",
          min: 1,
          max: 7,
          label: "Rating of plan A",
          description:
            "How much would you oppose or support plan A? 1 means strongly oppose, 7 means strongly support.",
        },
        ratingB: {
          type: "integer",
          min: 1,
          max: 7,
          label: "Rating of plan B",
          description:
            "How much would you oppose or support plan B? 1 means strongly oppose, 7 means strongly support.",
        },
        reason: {
          type: "text",
          maxLength: 200,
          label: "Reason",
          description: "What was the main reason for your choice? One sentence.",
        },
      },
      effects: [
        {
          forEach: "view.pair",
          as: "plan",
          do: [
            { set: "plan.chosen", to: "arg.choice == 'Plan ' + plan.side" },
            { set: "plan.rating", to: "plan.side == 'A' ? arg.ratingA : arg.ratingB" },
          ],
        },
      ],
    },
  },
  phases: [
    {
      id: "background",
      label: "General questions",
      ask: "background",
      who: "Respondent",
      if: "round == 1",
    },
    {
      id: "draw",
      label: "The plans of the next pair are drawn",
      rules: [
        {
          forEach: "Respondent",
          as: "r",
          do: [
            { insert: "Plan", row: { respondent: "r", task: "round", side: "'A'" } },
            { insert: "Plan", row: { respondent: "r", task: "round", side: "'B'" } },
          ],
        },
      ],
    },
    { id: "comparison", label: "Choice between two plans", ask: "comparison", who: "Respondent" },
  ],
  measures: {
    hoursDay: amce("hours", 1, "Cars kept out from 8 a.m. to 8 p.m."),
    hoursAlways: amce("hours", 2, "Cars kept out at all times"),
    exemptTrades: amce("exempt", 1, "Tradespeople may drive in"),
    exemptElectric: amce("exempt", 2, "Tradespeople and electric cars may drive in"),
    busesTen: amce("buses", 1, "Buses every ten minutes"),
    busesFive: amce("buses", 2, "Buses every five minutes"),
    costLow: amce("cost", 1, "Cost of 5 euros a month"),
    costMiddle: amce("cost", 2, "Cost of 15 euros a month"),
    costHigh: amce("cost", 3, "Cost of 30 euros a month"),
    authorLot: amce("author", 1, "Drawn up by residents chosen by lot"),
    authorExperts: amce("author", 2, "Drawn up by experts"),
    standardError: {
      value: `sqrt(${(["nothing", "30 euros a month"] as const).map((level) => `pow(sd(${withLevel("cost", level)}.map(p, p.chosen ? 1 : 0)), 2) / count(${withLevel("cost", level)})`).join(" + ")})`,
      label: "Standard error of the effect of 30 euros",
      description:
        "Of the difference between two shares. It takes answers of the same respondent as independent; with few respondents and many pairs, cluster by respondent instead.",
      unit: "difference in the share chosen",
      at: "end",
      chart: "none",
    },
    alwaysDrivers: groupMean("drives nearly every day", "daily drivers"),
    alwaysWithout: groupMean("no car", "people without a car"),
    support: {
      value: "mean(Plan.filter(p, p.rating != null).map(p, p.rating))",
      label: "Mean rating",
      description: "Over all plans rated so far.",
      unit: "from 1 to 7",
    },
    agreement: {
      value:
        "share(Plan.filter(p, p.chosen == true && Plan.exists(q, q.respondent == p.respondent && q.task == p.task && q.side != p.side && q.rating != p.rating)), p, Plan.exists(q, q.respondent == p.respondent && q.task == p.task && q.side != p.side && q.rating < p.rating))",
      label: "Choices that agree with the ratings",
      description:
        "Among pairs with different ratings: the share in which the plan with the higher rating was chosen.",
      unit: "share",
      at: "end",
      chart: "bar",
    },
    choseA: {
      value: "share(Plan.filter(p, p.side == 'A' && p.chosen != null), p, p.chosen)",
      label: "Chose plan A",
      description: "Near one half when the position on the page does not matter.",
      unit: "share",
    },
    balanceLevels: {
      value: `max(${FARTHEST})`,
      label: "Randomisation check: levels",
      description:
        "How far the share of any level is from an equal share of its feature, at most. Near 0 with many plans.",
      unit: "share",
      at: "end",
      chart: "none",
    },
    balanceDrivers: {
      value:
        "share(Plan.filter(p, p.hours == 'at all times'), p, p.respondent.car == 'drives nearly every day') - share(Plan.filter(p, p.hours == 'on Sundays'), p, p.respondent.car == 'drives nearly every day')",
      label: "Randomisation check: daily drivers",
      description:
        "Share of daily drivers among those who saw a ban at all times, minus that among those who saw one on Sundays. Near 0 when chance has made them alike.",
      unit: "share",
      at: "end",
      chart: "none",
    },
    answered: {
      value: "share(Plan.filter(p, p.task <= round), p, p.chosen != null)",
      label: "Usable answers",
      description: "Share of plans in pairs whose answers could be used.",
      unit: "share",
      at: "end",
      chart: "bar",
    },
  },
};
