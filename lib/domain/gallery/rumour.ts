import type { ScenarioDocument } from "../scenario";
import { NAME_WITH_INITIAL, textList } from "./snippets";

const JOBS = [
  "nurse",
  "electrician",
  "teacher",
  "shop assistant",
  "bus driver",
  "office clerk",
  "cook",
  "carpenter",
  "bank clerk",
];

/**
 * A crossed design: of each four reports two are accurate and two false, and one of each pair is
 * everyday and the other surprising. The finding is the result of looking into a report.
 */
const STORIES = [
  {
    accurate: true,
    surprising: false,
    text: "The footbridge by the mill will be closed for repairs for six weeks from next Monday.",
    finding:
      "The council's list of roadworks names the footbridge by the mill: closed for six weeks from Monday.",
  },
  {
    accurate: false,
    surprising: true,
    text: "Lead has been found in the tap water of two schools, and the water works have known about it since spring.",
    finding:
      "The water works published the readings of all schools: none is above the limit, and no lead was found.",
  },
  {
    accurate: true,
    surprising: true,
    text: "Builders under the old cinema have come upon a walled-up cellar with two thousand bottles of wine from the 1890s.",
    finding:
      "The regional museum has put photographs of the cellar online and is counting the bottles.",
  },
  {
    accurate: false,
    surprising: false,
    text: "The public library will no longer open on Saturdays from next month.",
    finding:
      "The library's own page says that its opening hours stay as they are, Saturdays included.",
  },
  {
    accurate: true,
    surprising: true,
    text: "A retired teacher has left the town eleven million euros, on the condition that all of it is spent on playgrounds.",
    finding:
      "The minutes of the last council meeting record the bequest, the sum and the condition.",
  },
  {
    accurate: false,
    surprising: false,
    text: "During the holidays the number 4 bus will stop at the hospital only once an hour.",
    finding:
      "The holiday timetable is online: the number 4 stops at the hospital every twenty minutes, as always.",
  },
  {
    accurate: true,
    surprising: false,
    text: "Tickets for the swimming pool will cost 50 cents more from the first of the month.",
    finding: "The new price list of the swimming pool is online, with tickets at 50 cents more.",
  },
  {
    accurate: false,
    surprising: true,
    text: "The town hall has been sold to a hotel chain, and the council will have to move out by the end of the year.",
    finding:
      "The land register still names the town as the owner, and the council says that nothing is for sale.",
  },
];

/**
 * The share of all pairs of a person and a report of this kind in which the report reached the
 * person.
 */
const reach = (attribute: "accurate" | "surprising", value: boolean): string =>
  `count(Sighting, s, s.story.${attribute} == ${value}) / (count(Person) * count(Story, t, t.number <= param.reports && t.${attribute} == ${value}))`;

/** The largest number of steps; 0 before the first. */
const depth = (accurate: boolean): string =>
  `max([0] + Sighting.filter(s, s.story.accurate == ${accurate}).map(s, s.depth))`;

/** The source of a report, and the report. */
const HEADING =
  "{% if row.learnt != null %}Earlier this reached you, and you looked into it:{% elsif row.status != 'new' %}This reached you earlier:{% elsif row.first %}New from a local web page:{% else %}New from your contacts:{% endif %}\n“{{ row.story.text }}”\n";

/** The context below a report: reactions of contacts, an official note, and own findings. */
const BELOW =
  '{% assign about = view.messages | where: "story", row.story %}{% for message in about limit: 5 %}- {{ message.author.name }} ({{ message.author.age }}, {{ message.author.occupation }}) ' +
  "{% if message.kind == 'passed on' %}passed it on{% else %}doubts it{% endif %}{% if message.comment != null %}: “{{ message.comment }}”{% endif %}\n{% endfor %}" +
  "{% if row.story.notice != null %}- Note by the town's information office: {{ row.story.notice }}\n{% endif %}" +
  "{% if row.learnt != null %}What you found out: {{ row.learnt }}\n{% endif %}";

const decided = (which: string): string => `Sighting.filter(s, s.status != 'new' && ${which})`;
const rated = (which: string): string => `Sighting.filter(s, s.belief != null && ${which})`;

/**
 * Accurate and false reports spread through a network of contacts, where people pass them on, look
 * into them, doubt them, or ignore them.
 */
export const rumour: ScenarioDocument = {
  schema: "microcosm/scenario/1",
  name: "rumour",
  title: "Rumour and news on a local network",
  summary:
    "Accurate and false reports reach a few people of a town, who pass them on, look into them, doubt them, or leave it.",
  description:
    "A population of townspeople on a small-world network of contacts. At the start each report reaches a few people. In every round people go through what is new to them and decide about each report: pass it on to all their contacts, " +
    "reply that they doubt it, look into it first (which usually tells what is the case), or leave it. A report that is passed on reaches those contacts who did not know it yet; they see who passed it on, with which words, and who voiced doubts. " +
    "As in the model of Daley and Kendall everybody is, for each report, ignorant of it, a spreader, or a stifler who knows it and does not pass it on. Reports are accurate or false, and everyday or surprising, in all four combinations, so that the two are not confounded. " +
    "At the end everybody says how accurate they think the reports are that reached them. Two remedies can be switched on: a question about accuracy before each decision, and a correction by the town's information office.",
  domain: "Communication",
  literature: [
    "Daley, D. J., & Kendall, D. G. (1964). Epidemics and rumours. Nature, 204, 1118.",
    "Vosoughi, S., Roy, D., & Aral, S. (2018). The spread of true and false news online. Science, 359, 1146–1151.",
    "Pennycook, G., Epstein, Z., Mosleh, M., Arechar, A. A., Eckles, D., & Rand, D. G. (2021). Shifting attention to accuracy can reduce misinformation online. Nature, 592, 590–595.",
    "Lewandowsky, S., Ecker, U. K. H., Seifert, C. M., Schwarz, N., & Cook, J. (2012). Misinformation and its correction: continued influence and successful debiasing. Psychological Science in the Public Interest, 13, 106–131.",
  ],
  questions: [
    "Do false reports reach more people than accurate ones, or is it surprising reports that do, whether accurate or not?",
    "Does asking people how accurate a report is before they decide slow down false reports more than accurate ones?",
    "Does an official correction change what people believe at the end, and how early must it come to change how far false reports go?",
  ],
  instructions:
    "You take part in a study of how people in a town use a local online network. You will be told who you are, what happened so far, and what is new. " +
    "Decide as that person would, with their habits and their experience of life, and write the way they would write.",
  parameters: {
    people: { type: "integer", default: 60, min: 10, max: 1_000_000, label: "Number of people" },
    contacts: {
      type: "integer",
      default: 6,
      min: 2,
      max: 50,
      label: "Contacts per person",
      description:
        "Mean number of contacts. The network starts from a ring with as many on either side, so an odd number counts as the next even one.",
    },
    rewiring: {
      type: "number",
      default: 0.1,
      min: 0,
      max: 1,
      label: "Share of distant contacts",
      description: "0: everybody knows their neighbours only. 1: contacts are random.",
    },
    reports: {
      type: "integer",
      default: 4,
      min: 2,
      max: 8,
      label: "Number of reports",
      description:
        "With 4 or 8, accurate and false, everyday and surprising reports are equally many.",
    },
    firstReaders: {
      type: "integer",
      default: 3,
      min: 1,
      max: 1_000,
      label: "First readers per report",
      description:
        "People, drawn at random, who come across a report before anybody has passed it on.",
    },
    rounds: { type: "integer", default: 6, min: 1, max: 100, label: "Number of rounds" },
    attention: {
      type: "number",
      default: 0.9,
      min: 0,
      max: 1,
      label: "Probability of reading what is new in a round",
      description: "What was not read waits for the next round.",
    },
    looking: {
      type: "boolean",
      default: true,
      label: "People may look into a report before they decide",
    },
    findable: {
      type: "number",
      default: 0.8,
      min: 0,
      max: 1,
      label: "Probability that looking into a report tells what is the case",
    },
    askFirst: {
      type: "boolean",
      default: false,
      label: "Ask how accurate a report is before each decision",
    },
    correction: { type: "boolean", default: false, label: "Official correction of false reports" },
    correctionRound: {
      type: "integer",
      default: 3,
      min: 1,
      max: 100,
      label: "Round of the correction",
    },
  },
  rounds: "param.rounds",
  agents: {
    Person: {
      label: "Person",
      count: "param.people",
      attributes: {
        name: { type: "text", init: NAME_WITH_INITIAL, visible: "public", label: "Name" },
        age: {
          type: "integer",
          init: { distribution: "truncatedNormal", mean: 45, sd: 16, min: 18, max: 85 },
          visible: "public",
          label: "Age",
          unit: "years",
        },
        occupation: {
          type: "category",
          options: [...JOBS, "student", "pensioner"],
          init: `self.age > 66 ? 'pensioner' : (self.age < 25 && chance(0.6) ? 'student' : choice(${textList(JOBS)}))`,
          visible: "public",
          label: "Occupation",
        },
        habit: {
          type: "category",
          options: [
            "quick to pass things on",
            "choosy about what they pass on",
            "somebody who reads a lot and rarely passes anything on",
          ],
          init: { distribution: "categorical", weights: [0.3, 0.4, 0.3] },
          visible: "self",
          label: "Habit",
        },
        trust: {
          type: "integer",
          min: 0,
          max: 10,
          init: { distribution: "truncatedNormal", mean: 5.5, sd: 2, min: 0, max: 10 },
          visible: "self",
          label: "Trust in what contacts post",
          unit: "from 0 none to 10 complete",
        },
      },
      describe: "{{ self.name }}, {{ self.age }}, {{ self.occupation }}",
      profile:
        "You are {{ self.name }}, {{ self.age }} years old, and live in a town of twenty thousand people. Occupation: {{ self.occupation }}. On the town's online network people know you as {{ self.habit }}. " +
        "Your trust in what your contacts post there is {{ self.trust }} on a scale from 0 (none) to 10 (complete).",
      memory: { kind: "short", keep: 8 },
    },
  },
  tables: {
    Story: {
      label: "Report",
      attributes: {
        number: { type: "integer", visible: "nobody" },
        text: { type: "text", label: "Text" },
        accurate: { type: "boolean", visible: "nobody", label: "Accurate" },
        surprising: { type: "boolean", visible: "nobody", label: "Surprising" },
        finding: { type: "text", visible: "nobody", label: "What one finds by looking into it" },
        notice: {
          type: "text",
          dynamic: true,
          init: { constant: null },
          label: "Official correction",
        },
      },
      rows: STORIES.map((story, index) => ({ number: index + 1, ...story })),
    },
    Sighting: {
      label: "Sighting",
      description: "One row for each person and report that reached them.",
      attributes: {
        person: { type: "ref", to: "Person" },
        story: { type: "ref", to: "Story" },
        depth: { type: "integer", visible: "nobody", label: "Steps from a first reader" },
        round: { type: "integer", label: "Round in which it reached them" },
        first: { type: "boolean", label: "Came across it before anybody passed it on" },
        status: {
          type: "category",
          options: ["new", "left", "passed on", "doubted"],
          dynamic: true,
          init: "'new'",
          label: "What they did with it",
        },
        learnt: {
          type: "text",
          dynamic: true,
          init: { constant: null },
          label: "What they learnt by looking into it",
        },
        belief: {
          type: "integer",
          min: 0,
          max: 10,
          dynamic: true,
          init: { constant: null },
          visible: "nobody",
          label: "Judged accuracy",
          unit: "from 0 certainly not to 10 certainly accurate",
        },
        ratedIn: {
          type: "integer",
          dynamic: true,
          init: 0,
          visible: "nobody",
          label: "Round of the judgement",
        },
      },
    },
    Message: {
      label: "Message",
      attributes: {
        author: { type: "ref", to: "Person" },
        story: { type: "ref", to: "Story" },
        kind: { type: "category", options: ["passed on", "doubted"] },
        comment: { type: "text" },
        depth: { type: "integer", visible: "nobody" },
        round: { type: "integer" },
      },
    },
  },
  networks: {
    Contacts: {
      label: "Contact",
      between: ["Person", "Person"],
      generate: {
        kind: "smallWorld",
        degree: "2 * ceil(param.contacts / 2)",
        rewire: "param.rewiring",
      },
    },
  },
  views: {
    inbox: {
      label: "Reports that wait for a decision",
      from: "Sighting",
      where: "row.person == self && row.status == 'new' && (!param.askFirst || row.belief != null)",
    },
    unrated: {
      label: "Reports that wait for a judgement",
      from: "Sighting",
      where: "row.person == self && row.belief == null",
    },
    known: {
      label: "Reports that reached one and were not judged in this round",
      from: "Sighting",
      where: "row.person == self && row.ratedIn < round",
    },
    messages: {
      label: "What contacts wrote, the latest first",
      from: "Message",
      where: "linked('Contacts', self, row.author)",
      rank: "row.round",
      limit: 40,
    },
  },
  actions: {
    react: {
      label: "Decide about a report",
      prompt:
        HEADING +
        BELOW +
        "\nWhat do you do about this report? What you pass on reaches all your contacts. A reply is seen by those of your contacts whom the report has reached.",
      inputs: {
        what: {
          type: "category",
          options:
            "param.looking && row.learnt == null ? ['pass it on', 'reply that I doubt it', 'look into it first', 'leave it'] : ['pass it on', 'reply that I doubt it', 'leave it']",
          label: "What you do",
        },
        comment: {
          type: "text",
          maxLength: 200,
          optional: true,
          label: "Words",
          description: "what you write to go with it, in your own words; null to write nothing",
        },
      },
      effects: [
        {
          when: "arg.what == 'pass it on'",
          do: [
            { set: "row.status", to: "'passed on'" },
            {
              insert: "Message",
              row: {
                author: "self",
                story: "row.story",
                kind: "'passed on'",
                comment: "arg.comment",
                depth: "row.depth",
                round: "round",
              },
            },
            {
              tell: "self",
              text: "You read “{{ row.story.text }}” and passed it on{% if arg.comment != null %}, writing: “{{ arg.comment }}”{% else %}.{% endif %}",
            },
            {
              forEach:
                "neighbours('Contacts', self).filter(n, !Sighting.exists(s, s.person == n && s.story == row.story))",
              as: "contact",
              do: [
                {
                  insert: "Sighting",
                  row: {
                    person: "contact",
                    story: "row.story",
                    depth: "row.depth + 1",
                    round: "round",
                    first: "false",
                  },
                },
              ],
            },
          ],
        },
        {
          when: "arg.what == 'reply that I doubt it'",
          do: [
            { set: "row.status", to: "'doubted'" },
            {
              insert: "Message",
              row: {
                author: "self",
                story: "row.story",
                kind: "'doubted'",
                comment: "arg.comment",
                depth: "row.depth",
                round: "round",
              },
            },
            {
              tell: "self",
              text: "You read “{{ row.story.text }}” and replied that you doubt it{% if arg.comment != null %}: “{{ arg.comment }}”{% else %}.{% endif %}",
            },
          ],
        },
        {
          when: "arg.what == 'look into it first'",
          do: [
            {
              set: "row.learnt",
              to: "chance(param.findable) ? row.story.finding : 'Nothing that would tell whether it is so.'",
            },
          ],
        },
        {
          when: "arg.what == 'leave it'",
          do: [
            { set: "row.status", to: "'left'" },
            { tell: "self", text: "You read “{{ row.story.text }}” and left it at that." },
          ],
        },
      ],
      fallback: { answer: { what: "'leave it'", comment: "null" } },
    },
    rate: {
      label: "Judge a report",
      prompt: HEADING + BELOW + "\nHow accurate do you think this is?",
      inputs: {
        accuracy: {
          type: "integer",
          min: 0,
          max: 10,
          label: "Accuracy",
          description: "0 means certainly not accurate, 10 means certainly accurate",
        },
      },
      effects: [
        { set: "row.belief", to: "arg.accuracy" },
        { set: "row.ratedIn", to: "round" },
        {
          tell: "self",
          text: "Asked how accurate the report “{{ row.story.text }}” is, you answered {{ arg.accuracy }} on a scale from 0 (certainly not accurate) to 10 (certainly accurate).",
        },
      ],
    },
  },
  phases: [
    {
      id: "start",
      label: "Reports turn up",
      if: "round == 1",
      rules: [
        {
          forEach: "Story.filter(t, t.number <= param.reports)",
          as: "story",
          do: [
            {
              forEach: "sample(Person, param.firstReaders)",
              as: "reader",
              do: [
                {
                  insert: "Sighting",
                  row: {
                    person: "reader",
                    story: "story",
                    depth: 0,
                    round: "round",
                    first: "true",
                  },
                },
              ],
            },
          ],
        },
      ],
    },
    {
      id: "judge",
      label: "Judging before deciding",
      decide: "Person",
      do: ["rate"],
      each: "unrated",
      activation: "param.attention",
      if: "param.askFirst",
    },
    {
      id: "read",
      label: "Reading and deciding",
      decide: "Person",
      do: ["react"],
      each: "inbox",
      activation: "param.askFirst ? 1 : param.attention",
    },
    {
      id: "survey",
      label: "Final judgement",
      decide: "Person",
      do: ["rate"],
      each: "known",
      if: "round == param.rounds",
    },
  ],
  interventions: [
    {
      id: "correct",
      label: "Official correction",
      at: "param.correction && round == param.correctionRound",
      do: [
        {
          forEach: "reveal(Story.filter(t, !t.accurate && t.number <= param.reports))",
          as: "story",
          do: [
            { set: "story.notice", to: "'This is not right. ' + story.finding" },
            {
              tell: "Sighting.filter(s, s.story == story && s.status != 'new').map(s, s.person)",
              text: "The town's information office put a note under the report “{{ story.text }}”: {{ story.notice }}",
            },
          ],
        },
      ],
    },
  ],
  measures: {
    reachAccurate: {
      value: reach("accurate", true),
      label: "Reach of accurate reports",
      description:
        "Of all people, the share that an accurate report has reached; mean over the accurate reports.",
      unit: "share of people",
    },
    reachFalse: {
      value: reach("accurate", false),
      label: "Reach of false reports",
      description:
        "Of all people, the share that a false report has reached; mean over the false reports.",
      unit: "share of people",
    },
    reachEveryday: {
      value: reach("surprising", false),
      label: "Reach of everyday reports",
      unit: "share of people",
    },
    reachSurprising: {
      value: reach("surprising", true),
      label: "Reach of surprising reports",
      unit: "share of people",
    },
    ignorants: {
      value: "count(Person) - count(Sighting) / param.reports",
      label: "Ignorants",
      description:
        "People whom a report has not reached; mean over the reports. With spreaders and stiflers they add up to the population.",
      unit: "people per report",
    },
    spreaders: {
      value: "count(Sighting, s, s.status == 'passed on') / param.reports",
      label: "Spreaders",
      description: "People who have passed a report on; mean over the reports.",
      unit: "people per report",
    },
    stiflers: {
      value: "count(Sighting, s, s.status != 'passed on') / param.reports",
      label: "Stiflers",
      description: "People who know a report and have not passed it on; mean over the reports.",
      unit: "people per report",
    },
    depthAccurate: {
      value: depth(true),
      label: "Depth of accurate reports",
      description:
        "The largest number of steps from a first reader to somebody whom a report has reached.",
      unit: "steps",
    },
    depthFalse: {
      value: depth(false),
      label: "Depth of false reports",
      description:
        "The largest number of steps from a first reader to somebody whom a report has reached.",
      unit: "steps",
    },
    passedAccurate: {
      value: `share(${decided("s.story.accurate")}, s, s.status == 'passed on')`,
      label: "Accurate reports passed on",
      description: "Of the decisions about accurate reports, the share to pass them on.",
      unit: "share of decisions",
      at: "end",
      chart: "bar",
    },
    passedFalse: {
      value: `share(${decided("!s.story.accurate")}, s, s.status == 'passed on')`,
      label: "False reports passed on",
      description: "Of the decisions about false reports, the share to pass them on.",
      unit: "share of decisions",
      at: "end",
      chart: "bar",
    },
    lookedInto: {
      value: "share(Sighting, s, s.learnt != null)",
      label: "Reports looked into",
      description:
        "Of all reports that reached somebody, the share that this person has looked into.",
      unit: "share",
      at: "end",
      chart: "bar",
    },
    doubts: {
      value: "count(Message, m, m.kind == 'doubted' && m.round == round)",
      label: "Doubts voiced in the round",
      unit: "comments",
      chart: "bar",
    },
    beliefAccurate: {
      value: `mean(${rated("s.story.accurate")}.map(s, s.belief))`,
      label: "Judged accuracy of accurate reports",
      unit: "from 0 to 10",
      at: "end",
      chart: "bar",
    },
    beliefFalse: {
      value: `mean(${rated("!s.story.accurate")}.map(s, s.belief))`,
      label: "Judged accuracy of false reports",
      unit: "from 0 to 10",
      at: "end",
      chart: "bar",
    },
    discernment: {
      value: `mean(${rated("s.story.accurate")}.map(s, s.belief)) - mean(${rated("!s.story.accurate")}.map(s, s.belief))`,
      label: "Discernment",
      description:
        "Mean judged accuracy of accurate reports minus that of false ones: how well people tell them apart.",
      unit: "scale points",
      at: "end",
      chart: "bar",
    },
    right: {
      value: `share(${rated("true")}, s, s.story.accurate ? s.belief > 5 : s.belief < 5)`,
      label: "Judgements on the right side",
      description: "Share of judgements above 5 for accurate and below 5 for false reports.",
      unit: "share",
      at: "end",
      chart: "bar",
    },
  },
};
