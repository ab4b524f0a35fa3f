import type { ScenarioDocument } from "../scenario";
import { counted, textList } from "./snippets";

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
  "Zoe",
  "Irene",
  "Clara",
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
  "Joris",
];
const SURNAMES = [
  "Berg",
  "Costa",
  "Dahl",
  "Erdem",
  "Fischer",
  "Gruber",
  "Haddad",
  "Ibarra",
  "Jansen",
  "Kowalski",
  "Lang",
  "Marin",
  "Nowak",
  "Olsen",
  "Petrov",
  "Ricci",
  "Sommer",
  "Toth",
  "Urban",
  "Vogel",
  "Weber",
  "Yilmaz",
  "Zimmer",
];
const FACILITATORS = [
  "Ms Berger",
  "Mr Lund",
  "Ms Okafor",
  "Mr Novak",
  "Ms Rossi",
  "Mr Haas",
  "Ms Demir",
  "Mr Keller",
];

const PROPOSALS = ["flats", "park", "workplaces", "mixed use"] as const;
/** The attributes that hold the ratings of the proposals, in their order. */
const RATINGS = ["flats", "park", "workplaces", "mixed"] as const;

const WORK_BY_AGE =
  "self.age < 23 ? choice(['student', 'student', 'apprentice', 'shop assistant']) : " +
  "(self.age < 66 ? choice(['nurse', 'shop assistant', 'teacher', 'electrician', 'bus driver', 'office clerk', 'office clerk', 'engineer', 'cook', 'self-employed', 'not in paid work', 'warehouse worker']) : 'retired')";

/**
 * Nobody has a degree at 18; older cohorts have fewer. Options listed several times are more likely
 * in proportion.
 */
const EDUCATION_BY_AGE =
  "self.age < 23 ? choice(['vocational training', 'upper secondary school', 'upper secondary school']) : " +
  "(self.work in ['teacher', 'engineer'] ? 'university' : choice(['lower secondary school', 'vocational training', 'vocational training', 'vocational training', 'upper secondary school', 'university', 'university']))";

const NOT_ASKED = { constant: null };
const rating = (label: string) =>
  ({
    type: "integer",
    min: 0,
    max: 10,
    init: NOT_ASKED,
    dynamic: true,
    visible: "self",
    label,
    unit: "from 0 very bad idea to 10 very good idea",
  }) as const;

const ASKED = "Member.filter(m, m.flats != null && m.before != null)";
const meanOf = (attribute: string, label: string) => ({
  value: `mean(Member.filter(m, m.${attribute} != null), m, m.${attribute})`,
  label,
  unit: "from 0 very bad idea to 10 very good idea",
});
const firstChoices = (proposal: string, label: string) =>
  ({
    value: `count(Ballot) == 0 ? null : share(Ballot, b, b.ranking[0] == '${proposal}')`,
    label,
    unit: "share of ballots",
    at: "end",
    chart: "bar",
  }) as const;

/** The discussion so far, in the view of a facilitator and of a member. */
const TRANSCRIPT = "{% for t in turns %}- {{ t.speaker.name }}: “{{ t.text }}”\n{% endfor %}";
const TRANSCRIPT_FOR_MEMBER =
  "{% for t in turns %}- {% if t.speaker == self %}You{% else %}{{ t.speaker.name }}{% endif %}: “{{ t.text }}”\n{% endfor %}";

/** Residents drawn by lot deliberate at tables, and vote. */
export const citizensAssembly: ScenarioDocument = {
  schema: "microcosm/scenario/1",
  name: "citizens-assembly",
  title: "A citizens' assembly on a piece of land",
  summary:
    "Residents drawn by lot rate four proposals, talk at facilitated tables over several sessions, hear of events in the city, and vote by ranking.",
  description:
    "Thirty residents, each with a biography that the model writes from drawn facts, deliberate on what should become of a former freight yard. They first rate four proposals. In each session they sit at tables of six, regrouped each time: " +
    "mixed, or of people who like the same proposal best. A facilitator calls on who speaks; a table stops when all have spoken and the last speaker thinks that everything has been said. Then each notes what they take away and rates the proposals again. Between sessions " +
    "something happens in the city, told by the environment's model. Members remember what seemed important to them, and draw conclusions from it now and then. At the end they rank the proposals, and an instant run-off finds the winner. " +
    "Compare with the first ratings how opinions moved, and whether they came together.",
  domain: "Deliberative democracy",
  literature: [
    "Fishkin, J. S., & Luskin, R. C. (2005). Experimenting with a democratic ideal: deliberative polling and public opinion. Acta Politica, 40, 284–298.",
    "Schkade, D., Sunstein, C. R., & Hastie, R. (2007). What happened on deliberation day? California Law Review, 95, 915–940. (Tables of like-minded people.)",
    "List, C., Luskin, R. C., Fishkin, J. S., & McLean, I. (2013). Deliberation, single-peakedness, and the possibility of meaningful democracy: evidence from deliberative polls. Journal of Politics, 75, 80–95.",
    "Park, J. S., O'Brien, J. C., Cai, C. J., Morris, M. R., Liang, P., & Bernstein, M. S. (2023). Generative agents: interactive simulacra of human behavior. Proceedings of UIST 2023. (Memory with reflection.)",
  ],
  questions: [
    "Do opinions move closer together at mixed tables, and further apart at tables of like-minded people?",
    "Do events in the city move opinions more than the talk at the tables does?",
    "Does the proposal with the best mean rating win the vote?",
  ],
  instructions:
    "This is a study of how a citizens' assembly deliberates. You will be told who you are, or what to write. Where you are a person, answer as that person would, in plain spoken language and from their own life.\n\n" +
    "The assembly: {{ param.members }} residents of a city of 190,000, drawn by lot, meet for {{ param.sessions }} {% if param.sessions == 1 %}session{% else %}sessions (rounds){% endif %} and advise the council on the old freight yard, eight hectares next to the main station that the city owns. What should become of it? " +
    "There are four proposals.\n" +
    "- Flats: 600 flats, a third of them at reduced rent. The sale of land to builders would bring in about 20 million euros. Most of the trees that grow there now would go, and traffic around the station would grow.\n" +
    "- Park: a park with playgrounds and sports fields. The nearest park of that size is three kilometres away. It would cost about 12 million euros, and 700,000 a year to keep.\n" +
    "- Workplaces: workshops, offices and a technical college, for about 1,500 jobs. Firms have asked for land near the station. The area would be quiet in the evening, and it is uncertain how soon all of it would be let.\n" +
    "- Mixed use: 250 flats, a park of three hectares, and workshops. It would cost the city roughly what it brings in. Each part would be smaller than in the other proposals, and planning would take two years longer.",
  parameters: {
    members: {
      type: "integer",
      default: 30,
      min: 2,
      max: 100_000,
      label: "Members of the assembly",
    },
    tableSize: {
      type: "integer",
      default: 6,
      min: 2,
      max: 20,
      label: "Members at a table",
      description: "Those who are left over join the last table.",
    },
    sessions: { type: "integer", default: 3, min: 1, max: 20, label: "Number of sessions" },
    turns: {
      type: "integer",
      default: 9,
      min: 2,
      max: 100,
      label: "Most turns at a table in a session",
    },
    seating: {
      type: "category",
      options: ["mixed", "like-minded"],
      default: "mixed",
      label: "Who sits together",
      description:
        "Mixed: drawn by lot in each session. Like-minded: those who rated the same proposal best.",
    },
    events: { type: "boolean", default: true, label: "Events between sessions" },
  },
  rounds: "param.sessions",
  agents: {
    Member: {
      label: "Member of the assembly",
      count: "param.members",
      attributes: {
        number: {
          type: "integer",
          init: "number(self.id.substring(7))",
          visible: "nobody",
          label: "Number",
        },
        gender: {
          type: "category",
          options: ["woman", "man"],
          init: { distribution: "categorical", weights: [0.51, 0.49] },
          visible: "public",
          label: "Gender",
        },
        name: {
          type: "text",
          visible: "public",
          label: "Name",
          init: `(self.gender == 'woman' ? ${textList(WOMEN)} : ${textList(MEN)})[self.number % 15] + ' ' + ${textList(SURNAMES)}[self.number % ${SURNAMES.length}]`,
        },
        age: {
          type: "integer",
          init: { distribution: "truncatedNormal", mean: 48, sd: 18, min: 18, max: 88 },
          visible: "public",
          label: "Age",
          unit: "years",
        },
        work: { type: "text", init: WORK_BY_AGE, visible: "public", label: "Occupation" },
        education: { type: "text", init: EDUCATION_BY_AGE, label: "Education" },
        home: {
          type: "category",
          options: [
            "a rented flat",
            "a flat of your own",
            "a rented house",
            "a house of your own",
            "your parents' home",
          ],
          label: "Home",
          init:
            `self.age < 23 ? choice(["your parents' home", "your parents' home", 'a rented flat']) : ` +
            "(self.age < 40 ? choice(['a rented flat', 'a rented flat', 'a rented flat', 'a rented house', 'a flat of your own', 'a house of your own']) : " +
            "choice(['a rented flat', 'a rented flat', 'a flat of your own', 'a rented house', 'a house of your own', 'a house of your own']))",
        },
        area: {
          type: "category",
          options: [
            "near the main station",
            "in the inner city, but not near the main station",
            "in a suburb",
          ],
          init: { distribution: "categorical", weights: [0.2, 0.4, 0.4] },
          label: "Part of the city",
        },
        children: {
          type: "integer",
          init: "self.age < 25 || self.age > 60 ? 0 : min(3, poisson(0.7))",
          label: "Children at home",
        },
        leaning: {
          type: "integer",
          min: 0,
          max: 10,
          init: { distribution: "truncatedNormal", mean: 5.1, sd: 2.2, min: 0, max: 10 },
          label: "Left and right",
          unit: "from 0 left to 10 right",
          description:
            "The scale of the European Social Survey, whose mean is about 5 in most countries.",
        },
        biography: {
          type: "text",
          label: "Biography",
          init: {
            maxLength: 700,
            written:
              "Write a short description of a person, in three to five sentences, addressed to that person (“You …”).\n" +
              "The facts: {{ self.name }}, a {{ self.gender }} of {{ self.age }}; occupation: {{ self.work }}; education: {{ self.education }}; home: {{ self.home | replace: 'your', 'their' }} {{ self.area }}; " +
              "children at home: {% if self.children == 0 %}none{% else %}{{ self.children }}{% endif %}; politically at {{ self.leaning }} on a scale from 0 (left) to 10 (right).\n" +
              "Add what such a person's everyday life may be like: family, how they spend their days, what worries them, what they enjoy. Make it an individual, not a type. " +
              "Do not say anything about the freight yard, and do not repeat the numbers.",
          },
        },
        table: {
          type: "ref",
          to: "Table",
          init: NOT_ASKED,
          dynamic: true,
          visible: "nobody",
          label: "Table",
        },
        flats: rating("Rating of the flats"),
        park: rating("Rating of the park"),
        workplaces: rating("Rating of the workplaces"),
        mixed: rating("Rating of mixed use"),
        informed: {
          type: "integer",
          min: 0,
          max: 10,
          init: NOT_ASKED,
          dynamic: true,
          visible: "self",
          label: "Feels informed",
          unit: "from 0 not at all to 10 very well",
        },
        before: {
          type: "list",
          of: { type: "integer" },
          init: NOT_ASKED,
          dynamic: true,
          visible: "nobody",
          label: "First ratings",
          description: "Of flats, park, workplaces and mixed use, before the first session.",
        },
        favourite: {
          type: "category",
          options: [...PROPOSALS],
          init: NOT_ASKED,
          dynamic: true,
          visible: "nobody",
          label: "Best rated proposal",
          description: "One of them by lot when several are rated alike.",
        },
        takeaway: {
          type: "text",
          init: "''",
          dynamic: true,
          visible: "nobody",
          label: "Taken away from the last session",
        },
      },
      describe: "{{ self.name }}, {{ self.age }}, {{ self.work }}",
      profile:
        "You are {{ self.name }}, a {{ self.gender }} of {{ self.age }}. Occupation: {{ self.work }}. Education: {{ self.education }}. You live in {{ self.home }} {{ self.area }}." +
        `{% if self.children > 0 %} You have ${counted("self.children", "child", "children")} at home.{% endif %} ` +
        "In politics you place yourself at {{ self.leaning }} on a scale from 0 (left) to 10 (right). You were drawn by lot for a citizens' assembly and agreed to take part.{% if self.biography != '' %}\n{{ self.biography }}{% endif %}",
      memory: { kind: "reflection", keep: 4, retrieve: 4, threshold: 2, insights: 2 },
    },
    Facilitator: {
      label: "Facilitator",
      count: "max(1, floor(param.members / param.tableSize))",
      attributes: {
        number: {
          type: "integer",
          init: "number(self.id.substring(12))",
          visible: "nobody",
          label: "Number",
        },
        name: {
          type: "text",
          init: `${textList(FACILITATORS)}[(self.number - 1) % ${FACILITATORS.length}]`,
          visible: "public",
          label: "Name",
        },
        table: {
          type: "ref",
          to: "Table",
          init: "Table[self.number - 1]",
          visible: "nobody",
          label: "Table",
        },
      },
      describe: "{{ self.name }}, facilitator",
      profile:
        "You are {{ self.name }}, the facilitator of one table of the assembly. You take no side. You see to it that everybody is heard, that people respond to each other, and that all four proposals are talked about.",
    },
  },
  tables: {
    Table: { label: "Table", count: "max(1, floor(param.members / param.tableSize))" },
    Event: {
      label: "Event in the city",
      attributes: {
        text: { type: "text" },
        concerns: { type: "text" },
        round: { type: "integer" },
      },
    },
    Ballot: {
      label: "Ballot",
      attributes: {
        voter: { type: "ref", to: "Member", visible: "nobody" },
        ranking: { type: "list", of: { type: "text" }, visible: "nobody" },
      },
    },
  },
  world: {
    seated: {
      type: "integer",
      init: 0,
      dynamic: true,
      visible: "nobody",
      label: "Members seated so far",
    },
    winner: { type: "text", init: "''", dynamic: true, label: "Winner of the vote" },
    ballots: { type: "integer", init: 0, dynamic: true, label: "Valid ballots" },
    counts: { type: "integer", init: 0, dynamic: true, label: "Counts of the vote" },
    finalShare: {
      type: "number",
      init: NOT_ASKED,
      dynamic: true,
      label: "Share of the winner in the last count",
    },
  },
  conversations: {
    deliberation: {
      label: "Talk at a table",
      members: "Member.filter(m, m.table == row)",
      mode: "agent",
      next: "moderator",
      moderator: "first(Facilitator.filter(f, f.table == row))",
      maxTurns: "param.turns",
      prompt:
        "This is session {{ round }} of {{ param.sessions }} on the freight yard. You sit at a table with {% for m in members %}{% if m.id != self.id %}{{ m.name }} ({{ m.age }}, {{ m.work }}), {% endif %}{% endfor %}and {{ moderator.name }}, who facilitates.\n\n" +
        `{% if turns.size == 0 %}The talk begins, and you are asked to speak first.{% else %}So far at your table:\n${TRANSCRIPT_FOR_MEMBER}\nYou are asked to speak.{% endif %} What do you say?`,
      moderation:
        "This is session {{ round }} of {{ param.sessions }} on the freight yard. At your table sit {% for m in members %}{% unless forloop.first %}{% if forloop.last %} and {% else %}, {% endif %}{% endunless %}{{ m.name }}{% endfor %}.\n\n" +
        `{% if turns.size == 0 %}Nobody has spoken yet. Whom do you ask to speak first?{% else %}So far:\n${TRANSCRIPT}\nWhom do you ask to speak next?{% endif %}`,
      inputs: {
        text: {
          type: "text",
          maxLength: 500,
          label: "What you say",
          description: "two to five sentences",
        },
        about: {
          type: "category",
          options: [...PROPOSALS, "several or none of them"],
          label: "Proposal",
          description: "which proposal it is mostly about",
        },
        settled: {
          type: "boolean",
          label: "All said",
          description:
            "true if you think that the table has now said what there is to say in this session, false if not",
        },
      },
      end: "count(turns) > 0 && turns[count(turns) - 1].settled && members.all(m, turns.exists(t, t.speaker == m))",
      closing: {
        prompt: `Session {{ round }} of {{ param.sessions }} on the freight yard: the talk at your table has ended.{% if turns.size > 0 %} This was said:\n${TRANSCRIPT_FOR_MEMBER}{% endif %}\nWhat do you take away from it for yourself?`,
        inputs: {
          takeaway: {
            type: "text",
            maxLength: 300,
            label: "What you take away",
            description: "one or two sentences",
          },
        },
        effects: [
          { set: "self.takeaway", to: "arg.takeaway" },
          {
            tell: "self",
            text: "In session {{ round }} you sat at a table with {% for m in members %}{% if m.id != self.id %}{{ m.name }}, {% endif %}{% endfor %}and {{ moderator.name }}. What you took away: {{ arg.takeaway }}",
            importance: 0.7,
          },
        ],
      },
    },
  },
  questionnaires: {
    views: {
      label: "What members think",
      intro:
        "{% if self.flats == null %}Before the first session{% else %}After session {{ round }}{% endif %} all members fill in a short questionnaire. 0 means a very bad idea, 10 means a very good idea. What do you think of the four proposals?",
      items: {
        flats: {
          type: "integer",
          min: 0,
          max: 10,
          label: "Flats",
          description: "600 flats, a third of them at reduced rent",
        },
        park: {
          type: "integer",
          min: 0,
          max: 10,
          label: "Park",
          description: "a park with playgrounds and sports fields",
        },
        workplaces: {
          type: "integer",
          min: 0,
          max: 10,
          label: "Workplaces",
          description: "workshops, offices and a technical college",
        },
        mixed: {
          type: "integer",
          min: 0,
          max: 10,
          label: "Mixed use",
          description: "250 flats, a park of three hectares, and workshops",
        },
        informed: {
          type: "integer",
          min: 0,
          max: 10,
          label: "Informed",
          description:
            "How well informed do you feel about the matter? 0 means not at all, 10 means very well",
        },
      },
      effects: [
        {
          tell: "self",
          text: "{% if self.flats == null %}Before the first session{% else %}After session {{ round }}{% endif %} you rated the proposals from 0 (very bad idea) to 10 (very good idea): flats {{ arg.flats }}, park {{ arg.park }}, workplaces {{ arg.workplaces }}, mixed use {{ arg.mixed }}.",
          importance: 0.3,
        },
        ...RATINGS.map((name) => ({ set: `self.${name}`, to: `arg.${name}` })),
        { set: "self.informed", to: "arg.informed" },
        {
          when: "self.before == null",
          do: [{ set: "self.before", to: "[arg.flats, arg.park, arg.workplaces, arg.mixed]" }],
        },
        {
          let: { ratings: "[arg.flats, arg.park, arg.workplaces, arg.mixed]" },
          do: [
            {
              set: "self.favourite",
              to: `choice([0, 1, 2, 3].filter(i, ratings[i] == max(ratings)).map(i, ${textList(PROPOSALS)}[i]))`,
            },
          ],
        },
      ],
    },
  },
  actions: {
    vote: {
      label: "Vote",
      prompt:
        "The sessions are over, and the assembly votes. Rank the four proposals, the one you want most first. You may leave out those to which you do not want to give a vote. " +
        "The proposal that is the first choice on the fewest ballots drops out, and these ballots count for their next choice, until one proposal has more than half. The vote is secret.",
      inputs: {
        ranking: {
          type: "list",
          of: { type: "category", options: `shuffle(${textList(PROPOSALS)})` },
          minItems: 1,
          maxItems: 4,
          label: "Ranking",
          description: "best first, each at most once",
        },
      },
      effects: [{ insert: "Ballot", row: { voter: "self", ranking: "arg.ranking" } }],
    },
  },
  phases: [
    {
      id: "first",
      label: "Questionnaire before the sessions",
      ask: "views",
      who: "Member",
      if: "round == 1",
    },
    {
      id: "news",
      label: "Events in the city",
      if: "param.events && round > 1",
      narrate:
        "You tell what happens in the city around the assembly. It is the week between session {{ round | minus: 1 }} and session {{ round }}.\n" +
        "{% for e in Event %}{% if forloop.first %}What happened before:\n{% endif %}- {{ e.text }}\n{% endfor %}" +
        "Members of the assembly took this away from the last session:\n{% for m in Member %}{% if m.takeaway != '' and forloop.index <= 12 %}- {{ m.takeaway }}\n{% endif %}{% endfor %}\n" +
        "Tell one event of this week that bears on the freight yard or one of the proposals, as the local newspaper would report it: concrete, such as happens in a city of that size, without taking a side, and without settling the matter.",
      inputs: {
        report: {
          type: "text",
          maxLength: 500,
          label: "Report",
          description: "two to four sentences",
        },
        concerns: {
          type: "category",
          options: [...PROPOSALS, "several or none of them"],
          label: "Proposal",
          description: "which proposal it mostly concerns",
        },
      },
      effects: [
        { insert: "Event", row: { text: "arg.report", concerns: "arg.concerns", round: "round" } },
        {
          tell: "Member",
          text: "Before session {{ round }} you read in the local newspaper: “{{ arg.report }}”",
          importance: 0.6,
        },
      ],
    },
    {
      id: "seating",
      label: "Taking seats",
      rules: [
        { set: "world.seated", to: 0 },
        {
          forEach: `param.seating == 'mixed' ? shuffle(Member) : sort(shuffle(Member), m, m.favourite == null ? 0 : (m.favourite == 'flats' ? 1 : (m.favourite == 'park' ? 2 : (m.favourite == 'workplaces' ? 3 : 4))))`,
          as: "m",
          do: [
            {
              set: "m.table",
              to: "Table[min(floor(world.seated / param.tableSize), count(Table) - 1)]",
            },
            { set: "world.seated", to: "world.seated + 1" },
          ],
        },
      ],
    },
    { id: "talk", label: "Talks at the tables", converse: "deliberation", groups: "Table" },
    { id: "after", label: "Questionnaire after the session", ask: "views", who: "Member" },
    { id: "vote", label: "Vote", decide: "Member", do: ["vote"], if: "round == param.sessions" },
    {
      id: "count",
      label: "Counting the ballots",
      if: "round == param.sessions",
      rules: [
        {
          run: "rankedVote@1",
          with: { ballots: "Ballot.map(b, b.ranking)", candidates: textList(PROPOSALS) },
          as: "result",
          do: [
            { set: "world.ballots", to: "result.votes" },
            { set: "world.counts", to: "result.counts" },
            {
              when: "result.winner != null",
              do: [
                { set: "world.winner", to: "result.winner" },
                {
                  set: "world.finalShare",
                  to: "result.ranking[0].votes / (result.votes - result.exhausted)",
                },
              ],
            },
          ],
        },
      ],
    },
  ],
  measures: {
    flats: meanOf("flats", "Rating of the flats"),
    park: meanOf("park", "Rating of the park"),
    workplaces: meanOf("workplaces", "Rating of the workplaces"),
    mixed: meanOf("mixed", "Rating of mixed use"),
    change: {
      value: `mean(${ASKED}, m, (abs(m.flats - m.before[0]) + abs(m.park - m.before[1]) + abs(m.workplaces - m.before[2]) + abs(m.mixed - m.before[3])) / 4)`,
      label: "Change of opinion",
      description:
        "Mean distance of a rating from the one before the first session, over members and proposals.",
      unit: "scale points",
    },
    polarisation: {
      value: `count(${ASKED}) < 2 ? null : (${RATINGS.map((name) => `sd(${ASKED}, m, m.${name})`).join(" + ")}) / 4`,
      label: "Polarisation",
      description: "Standard deviation of the ratings of a proposal, mean over the four.",
      unit: "scale points",
    },
    polarisationBefore: {
      value: `count(${ASKED}) < 2 ? null : (${RATINGS.map((_, index) => `sd(${ASKED}, m, m.before[${index}])`).join(" + ")}) / 4`,
      label: "Polarisation before the sessions",
      unit: "scale points",
      at: "end",
      chart: "bar",
    },
    extremity: {
      value: `mean(${ASKED}, m, (${RATINGS.map((name) => `abs(m.${name} - 5)`).join(" + ")}) / 4)`,
      label: "Extremity",
      description: "Mean distance of the ratings from the middle of the scale.",
      unit: "scale points",
    },
    informed: {
      value: "mean(Member.filter(m, m.informed != null), m, m.informed)",
      label: "Feeling informed",
      unit: "from 0 not at all to 10 very well",
    },
    turns: {
      value: "count(deliberation, t, t.round == round) / count(Table)",
      label: "Turns at a table",
      unit: "turns",
      chart: "bar",
    },
    topics: {
      value: "entropy(deliberation.filter(t, t.round == round), t, t.about)",
      label: "Breadth of the talk",
      description:
        "Shannon entropy of what the turns of the session are about: 0 when all are about the same proposal, 1.6 when about all alike.",
      unit: "nats",
    },
    speaking: {
      value: "gini(Member, m, count(deliberation.filter(t, t.speaker == m)))",
      label: "Inequality of speaking",
      description:
        "Gini coefficient of the number of turns so far: 0 when all speak equally often.",
      unit: "Gini coefficient",
    },
    firstFlats: firstChoices("flats", "First choice: flats"),
    firstPark: firstChoices("park", "First choice: park"),
    firstWorkplaces: firstChoices("workplaces", "First choice: workplaces"),
    firstMixed: firstChoices("mixed use", "First choice: mixed use"),
    ballots: {
      value: "world.ballots",
      label: "Valid ballots",
      unit: "ballots",
      at: "end",
      chart: "bar",
    },
    finalShare: {
      value: "world.finalShare",
      label: "Winner in the last count",
      description:
        "Share of the ballots that counted for the winner in the last count of the instant run-off.",
      unit: "share of ballots",
      at: "end",
      chart: "bar",
    },
    bestRatedWins: {
      value: `world.winner == '' ? null : (${PROPOSALS.map((proposal, index) => `(world.winner == '${proposal}' ? mean(${ASKED}, m, m.${RATINGS[index] ?? ""}) : 0)`).join(" + ")}) >= max([${RATINGS.map((name) => `mean(${ASKED}, m, m.${name})`).join(", ")}])`,
      label: "The best rated proposal wins",
      description: "Whether the winner of the vote also has the highest mean rating.",
      unit: "1 yes, 0 no",
      at: "end",
      chart: "bar",
    },
  },
};
