import type { Effect, ScenarioDocument } from "../scenario";
import { counted, FIRST_NAMES, plural, textList } from "./snippets";

const STATES = ["susceptible", "infectious", "recovered"];
const WORK = [
  "none at present",
  "student",
  "shop assistant",
  "nurse",
  "teacher",
  "electrician",
  "bus driver",
  "cleaner",
  "office clerk",
  "engineer",
  "accountant",
  "retired",
];

/**
 * Most of the young study or start working, and those above 66 have retired. Options listed several
 * times are more likely in proportion.
 */
const WORK_BY_AGE =
  "self.age < 24 ? choice(['student', 'student', 'student', 'shop assistant', 'electrician', 'nurse', 'none at present']) : " +
  "(self.age < 66 ? choice(['shop assistant', 'shop assistant', 'nurse', 'teacher', 'electrician', 'bus driver', 'cleaner', 'office clerk', 'office clerk', 'engineer', 'accountant', 'none at present']) : 'retired')";

/** The effects when `s` infects `c`. Agents without symptoms do not learn of it. */
const infection = (place: "home" | "contacts" | "market"): Effect[] => [
  { set: "c.state", to: "'infectious'" },
  { set: "c.ill", to: "chance(param.symptomatic)" },
  { insert: "Infection", row: { from: "s", to: "c", place: `'${place}'`, round: "round" } },
  {
    when: "c.ill",
    do: [
      { set: "c.wasIll", to: true },
      { set: "world.newCases", to: "world.newCases + 1" },
      {
        tell: "c",
        text: "At the end of the week you came down with a fever and a cough.",
        importance: 0.9,
      },
    ],
  },
];

/**
 * The share of contacts that remains on one side: a mask, and going out for errands only, each
 * lower the probability by a share.
 */
const left = (who: string): string =>
  `(${who}.mask ? 1 - param.maskEffect : 1) * (${who}.plan == 'errands' ? param.errands : 1)`;
const OUTSIDE = `perContact * ${left("s")} * ${left("c")}`;

const HOME = "stay at home";
const ERRANDS = "go out only for work and errands";
const MARKET = "go out as usual, and to the market";
const WHEN_OPEN = [HOME, ERRANDS, "go out as usual, but not to the market", MARKET];
const WHEN_CLOSED = [HOME, ERRANDS, "go out as usual"];

/** An epidemic among people who decide, week by week, how much they go out. */
export const epidemic: ScenarioDocument = {
  schema: "microcosm/scenario/1",
  name: "epidemic",
  title: "An epidemic, and how people live with it",
  summary:
    "Residents decide each week whether to stay at home, go out or visit the market, and whether to wear a mask. An infection spreads where they meet.",
  description:
    "A compartment model (susceptible, infectious, recovered) in which contacts are what people decide. Residents share homes, have a small-world network of people whom they usually meet, and " +
    "may go to a weekly market where they come close to strangers. Every Sunday each of them hears how things stand (the reported cases, illness at home and among acquaintances, the crowd at the last " +
    "market) and says how they will spend the week. Then the infection spreads: with the same probability for each contact, less with masks and among those who go out for work and errands only, and only where two people meet. " +
    "The probability follows from the basic reproduction number, as the number of people whom one infectious resident would infect if everybody went out as usual, without a mask.",
  domain: "Epidemiology",
  literature: [
    "Kermack, W. O., & McKendrick, A. G. (1927). A contribution to the mathematical theory of epidemics. Proceedings of the Royal Society A, 115, 700–721.",
    "Funk, S., Salathé, M., & Jansen, V. A. A. (2010). Modelling the influence of human behaviour on the spread of infectious diseases: a review. Journal of the Royal Society Interface, 7, 1247–1256.",
    "Williams, R., Hosseinichimeh, N., Majumdar, A., & Ghaffarzadegan, N. (2023). Epidemic modeling with generative agents. arXiv:2307.04986.",
    "Dohmen, T., Falk, A., Huffman, D., Sunde, U., Schupp, J., & Wagner, G. G. (2011). Individual risk attitudes: measurement, determinants, and behavioral consequences. Journal of the European Economic Association, 9, 522–550. (The question on taking risks, and its distribution.)",
  ],
  questions: [
    "Does reporting case numbers flatten the curve, compared with people who only know of illness around them?",
    "How many infections does paid leave prevent, and among whom?",
    "Does closing the market in the third week lower the peak more than masks that work twice as well?",
  ],
  instructions:
    "You take part in a study of how people get through an outbreak of an illness. You will be told who you are and how things stand in the community of {{ param.residents | number }} adults in which you live. Answer as that person would, from their everyday life. A round of the study is one week.\n\n" +
    "The illness is an infection of the airways that is new to the community. It passes from person to person when they are close to each other. Most people who have it have a fever and a cough and are well again after a week or two. " +
    "Some notice nothing, but can pass it on. A few become seriously ill, more often older people and people with a chronic condition of the heart or the lungs. Nobody has had it twice so far.",
  parameters: {
    residents: {
      type: "integer",
      default: 80,
      min: 5,
      max: 1_000_000,
      label: "Number of residents",
    },
    weeks: {
      type: "integer",
      default: 10,
      min: 1,
      max: 200,
      label: "Number of weeks",
      description: "The run ends early once nobody is infectious.",
    },
    firstCases: {
      type: "integer",
      default: 5,
      min: 0,
      max: 10_000,
      label: "Residents infectious at the start",
    },
    acquaintances: {
      type: "integer",
      default: 6,
      min: 2,
      max: 50,
      label: "Usual contacts per week",
      description:
        "Mean number outside one's home. The network starts from a ring with as many on either side, so an odd number counts as the next even one.",
    },
    marketContacts: {
      type: "integer",
      default: 3,
      min: 0,
      max: 100,
      label: "Strangers met at the market",
      description: "Number of people at the market that each infectious visitor comes close to.",
    },
    r0: {
      type: "number",
      default: 5,
      min: 0,
      max: 20,
      label: "Basic reproduction number",
      description:
        "How many people one infectious resident infects on average, if all others are susceptible and everybody goes out as usual, to the market too, without a mask. Counts contacts as if none were repeated, so that it is an upper bound. 5 is the mean estimate for the Delta variant of SARS-CoV-2 (Liu & Rocklöv, 2021, Journal of Travel Medicine, 28, taab124).",
    },
    recovery: {
      type: "number",
      default: 0.5,
      min: 0.01,
      max: 1,
      label: "Probability of recovering in a week",
    },
    symptomatic: {
      type: "number",
      default: 0.7,
      min: 0,
      max: 1,
      label: "Share of infections with symptoms",
    },
    maskEffect: {
      type: "number",
      default: 0.4,
      min: 0,
      max: 1,
      label: "What a mask prevents",
      unit: "share of transmissions",
      description: "For each of the two who wears one.",
    },
    errands: {
      type: "number",
      default: 0.4,
      min: 0,
      max: 1,
      label: "Contact of those who go out for work and errands only",
      unit: "share of the usual",
    },
    reports: { type: "boolean", default: true, label: "Case numbers are reported" },
    paidLeave: { type: "boolean", default: false, label: "Pay goes on for those who stay at home" },
    marketCloses: {
      type: "integer",
      default: 0,
      min: 0,
      max: 200,
      label: "Week from which the market is closed",
      description: "0: it stays open.",
    },
    appeal: {
      type: "integer",
      default: 0,
      min: 0,
      max: 200,
      label: "Week of a public appeal to stay at home",
      description: "0: there is none.",
    },
  },
  rounds: "param.weeks",
  agents: {
    Resident: {
      label: "Resident",
      count: "param.residents",
      attributes: {
        name: {
          type: "text",
          init: `choice(${textList(FIRST_NAMES)})`,
          visible: "public",
          label: "First name",
        },
        age: {
          type: "integer",
          init: { distribution: "truncatedNormal", mean: 48, sd: 19, min: 18, max: 92 },
          visible: "public",
          label: "Age",
          unit: "years",
        },
        work: {
          type: "category",
          options: WORK,
          init: WORK_BY_AGE,
          visible: "public",
          label: "Occupation",
        },
        employed: {
          type: "boolean",
          init: "!(self.work in ['none at present', 'student', 'retired'])",
          label: "In paid work",
        },
        remote: {
          type: "boolean",
          init: "self.work in ['office clerk', 'engineer', 'accountant']",
          label: "Can work from home",
        },
        chronic: {
          type: "boolean",
          init: "chance(self.age < 40 ? 0.05 : (self.age < 65 ? 0.15 : 0.35))",
          label: "Chronic condition",
          description: "Of the heart or the lungs; the shares are made up and rise with age.",
        },
        risk: {
          type: "integer",
          min: 0,
          max: 10,
          init: { distribution: "truncatedNormal", mean: 4.4, sd: 2.4, min: 0, max: 10 },
          label: "Willingness to take risks",
          unit: "from 0 not at all to 10 very willing",
          description: "After Dohmen et al. (2011).",
        },
        trust: {
          type: "integer",
          min: 0,
          max: 10,
          init: { distribution: "truncatedNormal", mean: 5.5, sd: 2.3, min: 0, max: 10 },
          label: "Trust in the health office",
          unit: "from 0 none to 10 complete",
        },
        home: { type: "ref", to: "Home", init: "choice(Home)", visible: "nobody", label: "Home" },
        state: {
          type: "category",
          options: STATES,
          init: "'susceptible'",
          dynamic: true,
          visible: "nobody",
          label: "State",
        },
        ill: { type: "boolean", init: false, dynamic: true, label: "Has symptoms" },
        wasIll: { type: "boolean", init: false, dynamic: true, label: "Has or had symptoms" },
        plan: {
          type: "category",
          options: ["home", "errands", "out", "market"],
          init: "'out'",
          dynamic: true,
          visible: "nobody",
          label: "Plan for the week",
          description: "Without a usable answer, that of the week before.",
        },
        mask: {
          type: "boolean",
          init: false,
          dynamic: true,
          visible: "nobody",
          label: "Wears a mask",
        },
      },
      describe: "{{ self.name }}, {{ self.age }}, occupation: {{ self.work }}",
      profile:
        "You are {{ self.name }}, {{ self.age }} years old. Occupation: {{ self.work }}." +
        "{% if self.employed %} Your work can{% unless self.remote %}not{% endunless %} be done from home.{% endif %} " +
        `{% if view.household.size == 0 %}You live alone.{% elsif view.household.size == 1 %}You live with one other adult.{% else %}You live with {{ view.household.size }} other adults.{% endif %}` +
        "{% if self.chronic %} You have a chronic condition of the heart or the lungs.{% endif %}\n" +
        "Your willingness to take risks is {{ self.risk }} on a scale from 0 (not at all willing) to 10 (very willing). Your trust in the health office is {{ self.trust }} on a scale from 0 (none) to 10 (complete).",
      memory: { kind: "short", keep: 6 },
    },
  },
  tables: {
    Home: { label: "Home", count: "ceil(param.residents / 1.4)" },
    Infection: {
      label: "Infection",
      attributes: {
        from: { type: "ref", to: "Resident", visible: "nobody" },
        to: { type: "ref", to: "Resident", visible: "nobody" },
        place: { type: "category", options: ["home", "contacts", "market"], visible: "nobody" },
        round: { type: "integer", visible: "nobody" },
      },
    },
  },
  networks: {
    Contacts: {
      label: "People who usually meet",
      between: ["Resident", "Resident"],
      generate: { kind: "smallWorld", degree: "2 * ceil(param.acquaintances / 2)", rewire: 0.15 },
    },
  },
  world: {
    contacts: {
      type: "number",
      init: 1,
      dynamic: true,
      visible: "nobody",
      label: "Mean number of contacts in a week",
    },
    newCases: { type: "integer", init: 0, dynamic: true, label: "Cases in the last week" },
    cases: { type: "integer", init: 0, dynamic: true, label: "Cases so far" },
    crowd: { type: "integer", init: 0, dynamic: true, label: "Visitors of the last market" },
    infections: {
      type: "integer",
      init: 0,
      dynamic: true,
      visible: "nobody",
      label: "Infections in the last week",
    },
    planningIll: {
      type: "integer",
      init: 0,
      dynamic: true,
      visible: "nobody",
      label: "Residents ill when they planned the week",
    },
    goingOutIll: {
      type: "integer",
      init: 0,
      dynamic: true,
      visible: "nobody",
      label: "Those of them who went out",
    },
    peak: {
      type: "integer",
      init: 0,
      dynamic: true,
      visible: "nobody",
      label: "Most infectious residents so far",
    },
    peakWeek: {
      type: "integer",
      init: 0,
      dynamic: true,
      visible: "nobody",
      label: "Week in which most were infectious",
    },
  },
  views: {
    household: {
      label: "The others at home",
      from: "Resident",
      where: "row.home == self.home && row.id != self.id",
    },
    illAtHome: { label: "Those of them who are ill", from: "view.household", where: "row.ill" },
    acquaintances: { label: "People whom one usually meets", from: "neighbours('Contacts', self)" },
    illAcquaintances: {
      label: "Those of them who are ill",
      from: "view.acquaintances",
      where: "row.ill",
    },
  },
  actions: {
    plan: {
      label: "Plan the week",
      prompt:
        "It is Sunday, the evening before week {{ round }}.\n" +
        "{% if param.reports %}- The health office reports {% if world.newCases == 0 %}no new cases{% else %}" +
        counted("world.newCases", "new case", "new cases") +
        "{% endif %} in the community in the past week" +
        "{% if round > 1 and world.cases > 0 %}, and {{ world.cases }} since the beginning{% endif %}.\n{% endif %}" +
        "- {% if self.ill %}You have a fever and a cough.{% elsif self.wasIll %}You have had the illness and are well again.{% else %}You feel well.{% endif %}\n" +
        "{% if view.household.size > 0 %}- {% if view.illAtHome.size == 0 %}Nobody else in your home is ill.{% elsif view.household.size == 1 %}The person you live with has a fever and a cough.{% else %}" +
        `Of the {{ view.household.size }} people you live with, ${plural("view.illAtHome.size", "one has", "{{ view.illAtHome.size }} have")} a fever and a cough.{% endif %}\n{% endif %}` +
        `- {% if view.acquaintances.size == 0 %}Outside your home you usually meet nobody you know.{% else %}Outside your home you usually meet ${plural("view.acquaintances.size", "one person", "{{ view.acquaintances.size }} people")} in a week. ` +
        `{% if view.illAcquaintances.size == 0 %}As far as you know, {% if view.acquaintances.size == 1 %}this person is not{% else %}none of them is{% endif %} ill.{% elsif view.acquaintances.size == 1 %}This person is ill.{% else %}You know that ${plural("view.illAcquaintances.size", "one of them is", "{{ view.illAcquaintances.size }} of them are")} ill.{% endif %}{% endif %}\n` +
        "{% if param.marketCloses == 0 or round < param.marketCloses %}- The weekly market takes place on Saturday.{% if round > 1 %} Last time it had {% if world.crowd == 0 %}no visitors{% else %}" +
        `${counted("world.crowd", "visitor", "visitors")}{% endif %} from the community.{% endif %}{% else %}- The weekly market is closed until further notice.{% endif %}\n` +
        "{% if self.employed and self.remote == false %}- If you stay at home, {% if param.paidLeave %}your employer goes on paying you.{% else %}you are not paid for the week.{% endif %}\n{% endif %}" +
        "\nHow will you spend the coming week?",
      inputs: {
        why: {
          type: "text",
          maxLength: 200,
          label: "Reason",
          description: "in one sentence, what your decision depends on",
        },
        week: {
          type: "category",
          label: "Coming week",
          options: `param.marketCloses == 0 || round < param.marketCloses ? ${textList(WHEN_OPEN)} : ${textList(WHEN_CLOSED)}`,
        },
        mask: {
          type: "boolean",
          label: "Mask",
          description: "true if you will wear a mask near people outside your home, false if not",
        },
      },
      effects: [
        {
          set: "self.plan",
          to: `arg.week == '${HOME}' ? 'home' : (arg.week == '${ERRANDS}' ? 'errands' : (arg.week == '${MARKET}' ? 'market' : 'out'))`,
        },
        { set: "self.mask", to: `arg.mask && arg.week != '${HOME}'` },
        {
          tell: "self",
          text: `You decided to {{ arg.week }}{% if arg.mask and arg.week != '${HOME}' %}, with a mask{% endif %}. Your reason: {{ arg.why }}`,
        },
      ],
    },
  },
  phases: [
    { id: "plan", label: "Planning the week", decide: "Resident", do: ["plan"] },
    {
      id: "spread",
      label: "Contacts and infections",
      rules: [
        { set: "world.newCases", to: 0 },
        { set: "world.planningIll", to: "count(Resident, r, r.ill)" },
        { set: "world.goingOutIll", to: "count(Resident, r, r.ill && r.plan != 'home')" },
        {
          let: {
            isOpen: "param.marketCloses == 0 || round < param.marketCloses",
            perContact: "clamp(param.r0 * param.recovery / world.contacts, 0, 1)",
            infectious: "Resident.filter(r, r.state == 'infectious')",
            visitors: "Resident.filter(r, r.plan == 'market' && isOpen)",
          },
          do: [
            { set: "world.crowd", to: "count(visitors)" },
            {
              forEach: "infectious",
              as: "s",
              do: [
                {
                  forEach: "Resident.filter(r, r.home == s.home && r.state == 'susceptible')",
                  as: "c",
                  do: [{ when: "chance(perContact)", do: infection("home") }],
                },
                {
                  when: "s.plan != 'home'",
                  do: [
                    {
                      forEach:
                        "neighbours('Contacts', s).filter(r, r.state == 'susceptible' && r.plan != 'home')",
                      as: "c",
                      do: [{ when: `chance(${OUTSIDE})`, do: infection("contacts") }],
                    },
                  ],
                },
                {
                  when: "s.plan == 'market' && isOpen",
                  do: [
                    {
                      forEach: "sample(visitors.filter(v, v.id != s.id), param.marketContacts)",
                      as: "c",
                      do: [
                        {
                          when: `c.state == 'susceptible' && chance(${OUTSIDE})`,
                          do: infection("market"),
                        },
                      ],
                    },
                  ],
                },
              ],
            },
            {
              forEach: "infectious",
              as: "s",
              do: [
                {
                  when: "chance(param.recovery)",
                  do: [
                    {
                      when: "s.ill",
                      do: [
                        {
                          tell: "s",
                          text: "At the end of the week you were well again.",
                          importance: 0.7,
                        },
                      ],
                    },
                    { set: "s.state", to: "'recovered'" },
                    { set: "s.ill", to: false },
                  ],
                },
              ],
            },
          ],
        },
        { set: "world.cases", to: "world.cases + world.newCases" },
        { set: "world.infections", to: "count(Infection, i, i.round == round)" },
        {
          let: { now: "count(Resident, r, r.state == 'infectious')" },
          do: [
            {
              when: "now > world.peak",
              do: [
                { set: "world.peak", to: "now" },
                { set: "world.peakWeek", to: "round" },
              ],
            },
            { stop: "now == 0", reason: "Nobody is infectious any more." },
          ],
        },
      ],
    },
  ],
  interventions: [
    {
      id: "outbreak",
      label: "The first cases",
      at: "round == 1",
      do: [
        {
          set: "world.contacts",
          to: "max(1, mean(Resident.map(r, degree('Contacts', r) + count(Resident.filter(o, o.home == r.home)) - 1)) + param.marketContacts)",
        },
        {
          forEach: "sample(Resident, param.firstCases)",
          as: "r",
          do: [
            { set: "r.state", to: "'infectious'" },
            { set: "r.ill", to: "chance(param.symptomatic)" },
            { set: "r.wasIll", to: "r.ill" },
            { set: "world.newCases", to: "world.newCases + (r.ill ? 1 : 0)" },
            {
              when: "r.ill",
              do: [
                {
                  tell: "r",
                  text: "A few days ago you came back from a journey. Since then you have had a fever and a cough.",
                  importance: 0.9,
                },
              ],
            },
          ],
        },
        { set: "world.cases", to: "world.newCases" },
        { set: "world.peak", to: "count(Resident, r, r.state == 'infectious')" },
        { set: "world.peakWeek", to: 1 },
      ],
    },
    {
      id: "appeal",
      label: "Public appeal",
      at: "param.appeal > 0 && round == param.appeal",
      do: [
        {
          tell: "Resident",
          text: "The health office asked everybody in the community to stay at home as much as they can until the illness has passed.",
        },
      ],
    },
  ],
  measures: {
    susceptible: {
      value: "count(Resident, r, r.state == 'susceptible')",
      label: "Susceptible",
      unit: "residents",
    },
    infectious: {
      value: "count(Resident, r, r.state == 'infectious')",
      label: "Infectious",
      unit: "residents",
    },
    recovered: {
      value: "count(Resident, r, r.state == 'recovered')",
      label: "Recovered",
      unit: "residents",
    },
    infections: {
      value: "world.infections",
      label: "New infections in the week",
      unit: "residents",
      chart: "bar",
    },
    cases: {
      value: "world.newCases",
      label: "New cases with symptoms",
      description: "What the health office reports.",
      unit: "residents",
      chart: "bar",
    },
    stayingHome: {
      value: "share(Resident, r, r.plan == 'home')",
      label: "Staying at home",
      unit: "share of residents",
    },
    errands: {
      value: "share(Resident, r, r.plan == 'errands')",
      label: "Going out for work and errands only",
      unit: "share of residents",
    },
    masks: {
      value: "share(Resident.filter(r, r.plan != 'home'), r, r.mask)",
      label: "Masks among those who go out",
      unit: "share",
    },
    crowd: {
      value: "world.crowd",
      label: "Visitors of the market",
      unit: "residents",
      chart: "bar",
    },
    goingOutIll: {
      value: "world.planningIll == 0 ? null : world.goingOutIll / world.planningIll",
      label: "Going out while ill",
      description:
        "Among those who had symptoms when they planned the week; no value when nobody had.",
      unit: "share",
    },
    attackRate: {
      value: "share(Resident, r, r.state != 'susceptible')",
      label: "Attack rate",
      description: "Share of residents who have been infected so far.",
      unit: "share of residents",
    },
    atHome: {
      value: "share(Infection, i, i.place == 'home')",
      label: "Infections at home",
      unit: "share of infections",
      at: "end",
      chart: "bar",
    },
    atMarket: {
      value: "share(Infection, i, i.place == 'market')",
      label: "Infections at the market",
      unit: "share of infections",
      at: "end",
      chart: "bar",
    },
    peak: {
      value: "world.peak",
      label: "Peak",
      description: "Most residents infectious at the end of a week, or at the start.",
      unit: "residents",
      at: "end",
      chart: "bar",
    },
    peakWeek: {
      value: "world.peakWeek",
      label: "Week of the peak",
      unit: "week",
      at: "end",
      chart: "bar",
    },
  },
};
