import type { Effect, ScenarioDocument } from "../scenario";
import { counted, plural, textList } from "./snippets";

const WOMEN = [
  "Anna",
  "Carla",
  "Elena",
  "Greta",
  "Hannah",
  "Julia",
  "Lena",
  "Nadia",
  "Paula",
  "Rosa",
  "Tessa",
  "Vera",
  "Irene",
  "Clara",
  "Maria",
  "Sofia",
];
const MEN = [
  "Ben",
  "David",
  "Felix",
  "Ivan",
  "Karim",
  "Marco",
  "Oskar",
  "Quentin",
  "Samir",
  "Umar",
  "Walter",
  "Yusuf",
  "Martin",
  "Stefan",
  "Paul",
  "Jonas",
];
const SURNAMES = [
  "Adler",
  "Bauer",
  "Costa",
  "Demir",
  "Ferrari",
  "Haas",
  "Hoffman",
  "Jansen",
  "Keller",
  "Kowalski",
  "Lang",
  "Meyer",
  "Novak",
  "Ortiz",
  "Petrov",
  "Roth",
  "Silva",
  "Vogel",
  "Weber",
  "Winter",
];
const FIRMS = [
  "Albrecht",
  "Brandt",
  "Castell",
  "Dorn",
  "Engel",
  "Falk",
  "Gerland",
  "Hartmann",
  "Iversen",
  "Jordan",
  "Kranz",
  "Lindner",
  "Marten",
  "Nordhof",
  "Oswald",
  "Prell",
  "Quist",
  "Rehm",
  "Seidel",
  "Thoma",
];

const OCCUPATIONS = ["care assistant", "electrician", "office clerk", "software developer"];

/** The occupations in turn, so that job seekers and vacancies are spread evenly over them. */
const nthOccupation = (prefix: string): string =>
  `${textList(OCCUPATIONS)}[(number(self.id.substring(${prefix.length + 1})) - 1) % ${OCCUPATIONS.length}]`;
/** Areas as large as the parameter says; workers search within their own area only. */
const AREAS = "max(1, round(param.seekers / param.area))";

/** Distinct names for the first twenty firms of an occupation. */
const firm = (suffix: string): string =>
  `${textList(FIRMS)}[floor((number(self.id.substring(9)) - 1) / ${OCCUPATIONS.length}) % ${FIRMS.length}] + ' ${suffix}'`;

const article = (noun: string): string =>
  `{% if ${noun} == 'electrician' or ${noun} == 'office clerk' %}an{% else %}a{% endif %} {{ ${noun} }}`;

/** Monthly pay around that of the occupation, rounded to ten euros. `more` adds a share to it. */
const usualPay = (more: string) => ({
  given: "occupation",
  cases: Object.fromEntries(
    (
      [
        ["care assistant", 245],
        ["electrician", 305],
        ["office clerk", 275],
        ["software developer", 420],
      ] as const
    ).map(([name, tens]) => [
      name,
      `10 * round(${tens} * (1 + clamp(normal(0, 0.09), -0.25, 0.25)${more}))`,
    ]),
  ),
});

/** A worker `w` and the held job separate; the job is advertised again. */
const separation: Effect[] = [
  { tell: "w", text: "Your job at {{ w.job.employer.name }} came to an end.", importance: 0.8 },
  {
    forEach: "Application.filter(a, a.worker == w && a.status == 'accepted')",
    as: "a",
    do: [{ set: "a.status", to: "'ended'" }],
  },
  { set: "w.job.opened", to: "round" },
  { set: "w.job.holder", to: "null" },
  { set: "w.lastPay", to: "w.pay" },
  { set: "w.pay", to: "null" },
  { set: "w.job", to: "null" },
  { set: "w.monthsOut", to: 0 },
];

const employed = (gender: "woman" | "man"): string =>
  `Worker.filter(w, w.gender == '${gender}' && has(w.job))`;

/**
 * Unemployed workers read adverts and apply, employers choose, and the chosen applicants decide.
 */
export const jobMarket: ScenarioDocument = {
  schema: "microcosm/scenario/1",
  name: "job-market",
  title: "A labour market: adverts, applications, offers",
  summary:
    "People out of work read adverts and apply, employers choose among those who applied, and whoever gets an offer accepts or declines it.",
  description:
    "A labour market with search on both sides. Each month, people who are out of work see some of the adverts for their occupation in their area and apply for up to three. Each employer reads the applications " +
    "for each of its vacancies and offers the job to one applicant, or to nobody. Whoever has offers accepts one or none. Employers may then change the pay at which they advertise what is still open, and some jobs end. " +
    "Occupation, experience, age and former pay have nothing to do with gender, so that a difference between women and men comes from what people decide, or from chance. " +
    "Everything happens within areas and occupations of limited size, so that the work per person does not grow with the population.",
  domain: "Labour economics",
  literature: [
    "McCall, J. J. (1970). Economics of information and job search. Quarterly Journal of Economics, 84, 113–126.",
    "Mortensen, D. T., & Pissarides, C. A. (1994). Job creation and job destruction in the theory of unemployment. Review of Economic Studies, 61, 397–415.",
    "Rogerson, R., Shimer, R., & Wright, R. (2005). Search-theoretic models of the labor market: a survey. Journal of Economic Literature, 43, 959–988.",
    "Bertrand, M., & Mullainathan, S. (2004). Are Emily and Greg more employable than Lakisha and Jamal? A field experiment on labor market discrimination. American Economic Review, 94, 991–1013. (What the name on an application does.)",
  ],
  questions: [
    "Do higher unemployment benefits make people wait longer, and for better paid jobs?",
    "Does it change who is hired, and at what pay, when applications carry neither name nor age?",
    "Are more vacancies left unfilled when the job site shows the best paid adverts first, so that many apply for the same ones?",
  ],
  instructions:
    "You take part in a study of how people look for work and how employers fill jobs. You will be told who you are and what has happened so far. Decide as that person would, with their needs, their experience and their sense of what is a good offer. " +
    "A round of the study is one month. All pay is in euros a month, before tax.",
  parameters: {
    seekers: {
      type: "integer",
      default: 40,
      min: 4,
      max: 1_000_000,
      label: "Number of people looking for work",
    },
    vacancies: {
      type: "number",
      default: 0.8,
      min: 0.05,
      max: 3,
      label: "Vacancies per person looking for work",
    },
    months: { type: "integer", default: 6, min: 1, max: 120, label: "Number of months" },
    benefit: {
      type: "number",
      default: 0.6,
      min: 0,
      max: 1,
      label: "Unemployment benefit",
      unit: "share of the last pay",
    },
    seen: {
      type: "integer",
      default: 6,
      min: 1,
      max: 30,
      label: "Adverts that a person sees in a month",
    },
    sorting: {
      type: "category",
      options: ["random", "best paid first"],
      default: "random",
      label: "Which adverts the job site shows",
    },
    anonymous: { type: "boolean", default: false, label: "Applications without name and age" },
    adjust: {
      type: "boolean",
      default: true,
      label: "Employers may change the pay of open vacancies",
      description: "By at most a tenth in a month.",
    },
    separations: {
      type: "number",
      default: 0.05,
      min: 0,
      max: 1,
      label: "Share of jobs that end in a month",
    },
    area: {
      type: "integer",
      default: 40,
      min: 4,
      max: 10_000,
      label: "People looking for work per area",
      description:
        "Areas are separate labour markets. The number of people in each varies around this.",
    },
  },
  rounds: "param.months",
  world: {
    openAtStart: {
      type: "integer",
      init: 0,
      dynamic: true,
      visible: "nobody",
      label: "Vacancies open at the start of the month",
    },
    offers: {
      type: "integer",
      init: 0,
      dynamic: true,
      visible: "nobody",
      label: "Offers made in the month",
    },
    hires: {
      type: "integer",
      init: 0,
      dynamic: true,
      visible: "nobody",
      label: "Offers accepted in the month",
    },
  },
  agents: {
    Employer: {
      label: "Employer",
      description: "Who is responsible for hiring at a firm.",
      count: "max(1, ceil(round(param.seekers * param.vacancies) / 3))",
      attributes: {
        occupation: {
          type: "category",
          options: OCCUPATIONS,
          init: nthOccupation("Employer"),
          visible: "public",
          label: "Hires",
        },
        area: {
          type: "integer",
          init: `floor(uniform(0, ${AREAS}))`,
          visible: "nobody",
          label: "Area",
        },
        kind: {
          type: "text",
          visible: "public",
          label: "Kind of firm",
          init: {
            given: "occupation",
            cases: {
              "care assistant": "'a care home'",
              electrician: "'an electrical contractor'",
              "office clerk": "'an insurance agency'",
              "software developer": "'a software company'",
            },
          },
        },
        name: {
          type: "text",
          visible: "public",
          label: "Name",
          init: {
            given: "occupation",
            cases: {
              "care assistant": firm("House"),
              electrician: firm("Electrics"),
              "office clerk": firm("Insurance"),
              "software developer": firm("Systems"),
            },
          },
        },
        staff: {
          type: "integer",
          init: "round(clamp(exp(normal(3.4, 0.8)), 8, 400))",
          visible: "public",
          label: "Employees",
        },
        openings: {
          type: "integer",
          init: "min(3, max(1, round(param.seekers * param.vacancies)) - 3 * (number(self.id.substring(9)) - 1))",
          visible: "self",
          label: "Jobs to fill at the start",
        },
      },
      profile:
        "You are responsible for hiring at {{ self.name }}, {{ self.kind }} with {{ self.staff }} employees.",
      memory: { kind: "short", keep: 6 },
    },
    Worker: {
      label: "Worker",
      count: "param.seekers",
      attributes: {
        occupation: {
          type: "category",
          options: OCCUPATIONS,
          init: nthOccupation("Worker"),
          visible: "public",
          label: "Occupation",
        },
        area: {
          type: "integer",
          init: `floor(uniform(0, ${AREAS}))`,
          visible: "nobody",
          label: "Area",
        },
        gender: {
          type: "category",
          options: ["woman", "man"],
          init: { distribution: "categorical", weights: [0.5, 0.5] },
          visible: "self",
          label: "Gender",
        },
        name: {
          type: "text",
          init: `(self.gender == 'woman' ? choice(${textList(WOMEN)}) : choice(${textList(MEN)})) + ' ' + choice(${textList(SURNAMES)})`,
          visible: "public",
          label: "Name",
        },
        age: {
          type: "integer",
          init: { distribution: "truncatedNormal", mean: 38, sd: 11, min: 21, max: 62 },
          visible: "public",
          label: "Age",
          unit: "years",
        },
        experience: {
          type: "integer",
          init: "1 + round(uniform(0.2, 0.9) * (self.age - 20))",
          visible: "public",
          label: "Experience in the occupation",
          unit: "years",
        },
        lastPay: {
          type: "integer",
          init: usualPay(" + 0.006 * (self.experience - 12)"),
          dynamic: true,
          visible: "self",
          label: "Pay in the last job",
          unit: "euros a month",
        },
        savings: {
          type: "integer",
          init: "round(clamp(exp(normal(1.2, 0.9)), 0, 24))",
          visible: "self",
          label: "Savings",
          unit: "months of expenses",
        },
        monthsOut: {
          type: "integer",
          init: "1 + round(clamp(exp(normal(0.6, 0.8)), 0, 11))",
          dynamic: true,
          visible: "self",
          label: "Months out of work",
        },
        job: { type: "ref", to: "Vacancy", dynamic: true, visible: "self", label: "Job" },
        pay: {
          type: "integer",
          dynamic: true,
          visible: "self",
          label: "Pay",
          unit: "euros a month",
          init: { constant: null },
        },
      },
      describe: "{{ self.name }}, {{ self.occupation }}",
      profile:
        `You are {{ self.name }}, {{ self.age }} years old, ${article("self.occupation")} with ${counted("self.experience", "year", "years")} of experience. ` +
        "{% if self.job %}You work at {{ self.job.employer.name }} and earn {{ self.pay | number }} euros a month.{% else %}" +
        `You are looking for work{% if self.monthsOut > 0 %} and have been without a job for ${counted("self.monthsOut", "month", "months")}{% endif %}. In your last job you earned {{ self.lastPay | number }} euros a month. ` +
        `{% assign benefit = self.lastPay | times: param.benefit | divided_by: 10 | round | times: 10 %}{% if benefit > 0 %}You receive {{ benefit | number }} euros a month in unemployment benefit{% else %}You receive no unemployment benefit{% endif %}, ` +
        `and {% if self.savings == 0 %}you have no savings{% else %}your savings would last for about ${counted("self.savings", "month", "months")}{% endif %}.{% endif %}`,
      memory: { kind: "short", keep: 8 },
    },
  },
  tables: {
    Vacancy: {
      label: "Vacancy",
      description: "A job for one person. It is advertised as long as nobody holds it.",
      attributes: {
        employer: { type: "ref", to: "Employer" },
        occupation: { type: "category", options: OCCUPATIONS },
        area: { type: "integer", visible: "nobody" },
        wage: {
          type: "integer",
          init: usualPay(""),
          dynamic: true,
          label: "Pay",
          unit: "euros a month",
        },
        opened: { type: "integer", dynamic: true, label: "Month in which it was first advertised" },
        holder: {
          type: "ref",
          to: "Worker",
          dynamic: true,
          visible: "nobody",
          label: "Who holds the job",
        },
        applicants: { type: "integer", init: 0, dynamic: true, label: "Applications in the month" },
        declined: { type: "boolean", init: false, dynamic: true, label: "Declined in the month" },
      },
      describe:
        `{% assign open = round | minus: self.opened | plus: 1 %}{{ self.employer.name }}, {{ self.employer.kind }} with {{ self.employer.staff }} employees; {{ self.wage | number }} euros a month; ` +
        "{% if open == 1 %}new this month{% else %}advertised for {{ open }} months{% endif %}",
    },
    Application: {
      label: "Application",
      attributes: {
        worker: { type: "ref", to: "Worker" },
        vacancy: { type: "ref", to: "Vacancy" },
        round: { type: "integer" },
        letter: { type: "text" },
        status: {
          type: "category",
          options: ["waiting", "offered", "accepted", "declined", "rejected", "ended"],
          init: { constant: "waiting" },
          dynamic: true,
        },
      },
      describe:
        `{% if param.anonymous %}${counted("self.worker.experience", "year", "years")} of experience as ${article("self.worker.occupation")}` +
        `{% else %}{{ self.worker.name }}, {{ self.worker.age }} years old, ${counted("self.worker.experience", "year", "years")} of experience as ${article("self.worker.occupation")}{% endif %}` +
        "{% if self.letter != '' %}; “{{ self.letter }}”{% endif %}",
    },
  },
  views: {
    adverts: {
      label:
        "Open vacancies for one's occupation in one's area, for which one has not applied since they were advertised",
      from: "Vacancy",
      where:
        "row.area == self.area && row.occupation == self.occupation && !has(row.holder) && !Application.exists(a, a.worker == self && a.vacancy == row && a.round >= row.opened)",
      rank: "param.sorting == 'best paid first' ? row.wage : uniform(0, 1)",
      limit: "param.seen",
    },
    openings: {
      label: "One's vacancies for which there are applications",
      from: "Vacancy",
      where:
        "row.employer == self && !has(row.holder) && Application.exists(a, a.vacancy == row && a.status == 'waiting')",
    },
    unfilled: {
      label: "One's vacancies that nobody has taken",
      from: "Vacancy",
      where: "row.employer == self && !has(row.holder)",
    },
    offers: {
      label: "The jobs one has been offered",
      from: "Application.filter(a, a.worker == self && a.status == 'offered').map(a, a.vacancy)",
    },
  },
  actions: {
    apply: {
      label: "Apply",
      description: "Apply for jobs",
      when: "count(view.adverts) > 0",
      prompt:
        `This month you see ${plural("view.adverts.size", "one advert", "{{ view.adverts.size }} adverts")} for {{ self.occupation }}s in your area, listed below. ` +
        `{% if view.adverts.size == 1 %}Do you apply?{% else %}For which of them do you apply, if any? You can apply for up to three.{% endif %}` +
        "{% if param.anonymous %} Applications here carry neither name nor age, so leave both out of what you write.{% endif %}",
      inputs: {
        vacancies: {
          type: "list",
          of: { type: "ref", view: "adverts" },
          minItems: 0,
          maxItems: 3,
          label: "Jobs",
          description: "the jobs you apply for, or an empty list",
        },
        letter: {
          type: "text",
          maxLength: 300,
          optional: true,
          label: "Application",
          description:
            "what you write about yourself, in one or two sentences; null if you do not apply",
        },
      },
      effects: [
        {
          forEach: "arg.vacancies",
          as: "v",
          do: [
            {
              when: "!Application.exists(a, a.worker == self && a.vacancy == v && a.round >= v.opened)",
              do: [
                {
                  insert: "Application",
                  row: {
                    worker: "self",
                    vacancy: "v",
                    round: "round",
                    letter: "has(arg.letter) ? arg.letter : ''",
                  },
                },
                { set: "v.applicants", to: "v.applicants + 1" },
              ],
            },
          ],
        },
      ],
    },
    choose: {
      label: "Choose an applicant",
      prompt:
        `You have a vacancy for ${article("row.occupation")}, at {{ row.wage | number }} euros a month{% assign open = round | minus: row.opened | plus: 1 %}{% if open > 1 %}, advertised for {{ open }} months{% endif %}. ` +
        `${plural("row.applicants", "One person has", "{{ row.applicants }} people have")} applied; {% if row.applicants == 1 %}the application is{% elsif row.applicants > 12 %}12 of the applications, picked at random, are{% else %}the applications are{% endif %} listed below. ` +
        "{% if row.applicants == 1 %}Do you offer the job to this person, or to nobody and go on advertising it?{% else %}To whom do you offer the job? You may also offer it to nobody and go on advertising it.{% endif %}",
      inputs: {
        applicant: {
          type: "ref",
          from: "sample(Application.filter(a, a.vacancy == row && a.status == 'waiting'), 12)",
          optional: true,
          label: "Offer to",
          description: "null to offer it to nobody",
        },
        why: { type: "text", maxLength: 200, label: "Reason", description: "in one sentence" },
      },
      require: {
        that: "arg.applicant == null || arg.applicant.status == 'waiting'",
        else: "this application is no longer open",
      },
      effects: [
        {
          when: "arg.applicant != null",
          do: [
            { set: "arg.applicant.status", to: "'offered'" },
            { set: "world.offers", to: "world.offers + 1" },
          ],
        },
      ],
    },
    respond: {
      label: "Answer to offers",
      when: "count(view.offers) > 0",
      prompt:
        "{% if view.offers.size == 1 %}You applied, and {{ view.offers[0].employer.name }} offers you the job as {% else %}You applied, and you are offered {{ view.offers.size }} jobs as {% endif %}" +
        `${article("self.occupation")}. {% if view.offers.size == 1 %}Do you accept the offer?{% else %}Which offer do you accept, if any?{% endif %} If you decline, you go on looking.`,
      inputs: {
        accept: {
          type: "ref",
          view: "offers",
          optional: true,
          label: "Accept",
          description: "null to decline",
        },
        why: { type: "text", maxLength: 200, label: "Reason", description: "in one sentence" },
      },
      require: {
        that: "arg.accept == null || (!has(self.job) && !has(arg.accept.holder))",
        else: "the job has been given to somebody else",
      },
      effects: [
        {
          forEach: "Application.filter(a, a.worker == self && a.status == 'offered')",
          as: "a",
          do: [
            {
              when: "arg.accept != null && a.vacancy == arg.accept",
              do: [
                { set: "a.status", to: "'accepted'" },
                { set: "a.vacancy.holder", to: "self" },
                { set: "self.job", to: "a.vacancy" },
                { set: "self.pay", to: "a.vacancy.wage" },
                { set: "world.hires", to: "world.hires + 1" },
                {
                  tell: "self",
                  text: "You accepted the offer of {{ a.vacancy.employer.name }}, at {{ a.vacancy.wage | number }} euros a month.",
                  importance: 0.8,
                },
                {
                  tell: "a.vacancy.employer",
                  text: `You hired ${article("a.vacancy.occupation")} with ${counted("a.worker.experience", "year", "years")} of experience, at {{ a.vacancy.wage | number }} euros a month.`,
                },
              ],
              else: [
                { set: "a.status", to: "'declined'" },
                { set: "a.vacancy.declined", to: true },
                {
                  tell: "self",
                  text: "You declined the offer of {{ a.vacancy.employer.name }}, at {{ a.vacancy.wage | number }} euros a month.",
                },
                {
                  tell: "a.vacancy.employer",
                  text: `You offered a job to ${article("a.vacancy.occupation")}, at {{ a.vacancy.wage | number }} euros a month, and the person declined.`,
                },
              ],
            },
          ],
        },
      ],
    },
    reprice: {
      label: "Set the advertised pay",
      prompt:
        `{% assign open = round | minus: row.opened | plus: 1 %}A vacancy of yours for ${article("row.occupation")} is still open, after ${counted("open", "month", "months")}. You advertise it at {{ row.wage | number }} euros a month. ` +
        "This month {% if row.applicants == 0 %}nobody{% elsif row.applicants == 1 %}one person{% else %}{{ row.applicants }} people{% endif %} applied{% if row.declined %}, and the person to whom you offered it declined{% endif %}. " +
        "By how many per cent do you change the advertised pay, if at all?",
      inputs: {
        change: {
          type: "integer",
          min: -10,
          max: 10,
          label: "Change",
          description: "in per cent of what you advertise now; 0 to leave it",
        },
      },
      require: { that: "!has(row.holder)", else: "the job has been filled" },
      effects: [{ set: "row.wage", to: "10 * round(row.wage * (1 + arg.change / 100) / 10)" }],
      fallback: { answer: { change: 0 } },
    },
  },
  phases: [
    {
      id: "firms",
      label: "Jobs are created",
      if: "round == 1",
      rules: [
        {
          forEach: "Employer",
          as: "e",
          do: [
            {
              forEach: "[1, 2, 3].filter(k, k <= e.openings)",
              as: "k",
              do: [
                {
                  insert: "Vacancy",
                  row: { employer: "e", occupation: "e.occupation", area: "e.area", opened: 1 },
                },
              ],
            },
          ],
        },
      ],
    },
    {
      id: "begin",
      label: "Some jobs end, and the month begins",
      rules: [
        {
          forEach: "Worker.filter(w, has(w.job))",
          as: "w",
          do: [{ when: "chance(param.separations)", do: separation }],
        },
        {
          forEach: "Vacancy.filter(v, !has(v.holder))",
          as: "v",
          do: [
            { set: "v.applicants", to: 0 },
            { set: "v.declined", to: false },
          ],
        },
        { set: "world.openAtStart", to: "count(Vacancy, v, !has(v.holder))" },
        { set: "world.offers", to: 0 },
        { set: "world.hires", to: 0 },
      ],
    },
    {
      id: "search",
      label: "Searching and applying",
      decide: "Worker",
      where: "!has(self.job)",
      do: ["apply"],
    },
    {
      id: "select",
      label: "Employers choose",
      decide: "Employer",
      do: ["choose"],
      each: "openings",
    },
    {
      id: "answer",
      label: "Answering offers",
      decide: "Worker",
      where: "!has(self.job)",
      do: ["respond"],
    },
    {
      id: "close",
      label: "The month ends",
      rules: [
        {
          forEach: "Worker.filter(w, !has(w.job))",
          as: "w",
          do: [
            { set: "w.monthsOut", to: "w.monthsOut + 1" },
            {
              let: { mine: "Application.filter(a, a.worker == w && a.round == round)" },
              do: [
                {
                  when: "mine.exists(a, a.status == 'waiting')",
                  do: [
                    {
                      tell: "w",
                      text:
                        "{% assign refused = mine | where: 'status', 'waiting' %}{% if mine.size == 1 %}You applied for one job and were not chosen." +
                        "{% elsif refused.size == mine.size %}You applied for {{ mine.size }} jobs and were chosen for none.{% else %}You applied for {{ mine.size }} jobs and were not chosen for {% if refused.size == 1 %}one{% else %}{{ refused.size }}{% endif %} of them.{% endif %}",
                    },
                  ],
                },
              ],
            },
          ],
        },
        {
          forEach: "Application.filter(a, a.round == round && a.status == 'waiting')",
          as: "a",
          do: [{ set: "a.status", to: "'rejected'" }],
        },
        {
          forEach: "Application.filter(a, a.round == round && a.status == 'offered')",
          as: "a",
          do: [
            { set: "a.status", to: "'declined'" },
            { set: "a.vacancy.declined", to: true },
          ],
        },
      ],
    },
    {
      id: "review",
      label: "Employers review the pay of open vacancies",
      decide: "Employer",
      do: ["reprice"],
      each: "unfilled",
      if: "param.adjust",
    },
  ],
  measures: {
    employment: {
      value: "share(Worker, w, has(w.job))",
      label: "Employment rate",
      description: "Share of all workers who have a job at the end of the month.",
      unit: "share",
    },
    perVacancy: {
      value:
        "world.openAtStart > 0 ? count(Application, a, a.round == round) / world.openAtStart : null",
      label: "Applications per vacancy",
      description: "Applications in the month, per vacancy that was open at its start.",
      unit: "applications",
    },
    meanPay: {
      value: "mean(Worker.filter(w, has(w.job)).map(w, w.pay))",
      label: "Mean pay of the employed",
      unit: "euros a month",
    },
    advertised: {
      value: "mean(Vacancy.filter(v, !has(v.holder)).map(v, v.wage))",
      label: "Mean pay of open vacancies",
      unit: "euros a month",
    },
    unfilled: {
      value: "count(Vacancy, v, !has(v.holder))",
      label: "Unfilled vacancies",
      description: "At the end of the month.",
      unit: "vacancies",
    },
    acceptance: {
      value: "world.offers > 0 ? world.hires / world.offers : null",
      label: "Offers accepted",
      description: "Share of the offers made in the month.",
      unit: "share",
    },
    payGap: {
      value: `count(${employed("man")}) > 0 && count(${employed("woman")}) > 0 ? 1 - mean(${employed("woman")}.map(w, w.pay)) / mean(${employed("man")}.map(w, w.pay)) : null`,
      label: "Pay gap",
      description:
        "By how much the mean pay of employed women is below that of employed men, as a share of the latter. Below zero when women earn more.",
      unit: "share of men's pay",
    },
    employmentGap: {
      value:
        "share(Worker.filter(w, w.gender == 'man'), w, has(w.job)) - share(Worker.filter(w, w.gender == 'woman'), w, has(w.job))",
      label: "Employment gap",
      description: "Employment rate of men minus that of women.",
      unit: "share",
    },
    duration: {
      value: "median(Worker.filter(w, !has(w.job)).map(w, w.monthsOut))",
      label: "Months without a job",
      description: "Median over those who are looking for work.",
      unit: "months",
    },
  },
};
