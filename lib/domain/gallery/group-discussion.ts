import type { ScenarioDocument } from "../scenario";
import { FIRST_NAMES, textList } from "./snippets";

const JOBS = [
  "nurse",
  "electrician",
  "teacher",
  "shop assistant",
  "bus driver",
  "office clerk",
  "engineer",
  "gardener",
];
const PLACES = ["the corn market", "the mill yard", "the old brewery"];

/**
 * The arguments for and against each place. The first place has most arguments in its favour, but
 * each of them is known to one member only.
 */
const FACTS: readonly {
  readonly option: number;
  readonly good: boolean;
  readonly shared: boolean;
  readonly texts: readonly string[];
}[] = [
  {
    option: 0,
    good: true,
    shared: false,
    texts: [
      "All bus lines of the town stop in front of it.",
      "All of the ground floor can be reached without steps.",
      "It has room for a garden where people could read outdoors.",
      "The building is sound and needs no repairs in the next twenty years.",
      "Two schools are within five minutes' walk.",
      "The owner would let the town have it for a token rent.",
    ],
  },
  {
    option: 0,
    good: false,
    shared: true,
    texts: [
      "There is little room nearby to park a car.",
      "The upstairs rooms are dark.",
      "The street in front of it is noisy in the mornings.",
    ],
  },
  {
    option: 1,
    good: true,
    shared: true,
    texts: [
      "Nearly everybody in town knows it and likes the look of it.",
      "There are two cafés next door.",
      "The town could move in within four months.",
    ],
  },
  {
    option: 1,
    good: false,
    shared: false,
    texts: [
      "The roof leaks and would have to be replaced.",
      "The lift is too narrow for a wheelchair.",
      "The lease would run for only three years.",
      "Deliveries are only possible before seven in the morning.",
    ],
  },
  {
    option: 2,
    good: true,
    shared: true,
    texts: [
      "The rooms have high ceilings and a lot of daylight.",
      "There is a large car park free of charge.",
      "A children's theatre is in the same building.",
    ],
  },
  {
    option: 2,
    good: false,
    shared: false,
    texts: [
      "The cellar was flooded twice in the past five years.",
      "It costs twice as much to heat as other buildings of its size.",
      "The last bus from there leaves at five in the afternoon.",
      "A neighbour says that he will go to court if it opens in the evening.",
    ],
  },
];

const FACT_ROWS = FACTS.flatMap(({ texts, ...about }) => texts.map((text) => ({ ...about, text })));

/** Numbers the unshared facts, which members receive in turn: equally many of each kind. */
const NUMBERED = FACT_ROWS.map((fact, index) => ({
  ...fact,
  turn: fact.shared ? 0 : FACT_ROWS.slice(0, index).filter(({ shared }) => !shared).length,
}));

/** Rotates the names of the places, so that each is the best one in a third of the groups. */
const placeExpression = (option: string, group: string): string =>
  `${textList(PLACES)}[(${option} + ${group}) % ${PLACES.length}]`;

const capital = "{{ note.place | slice: 0 | upcase }}{{ note.place | slice: 1, 99 }}";
const DIFFER =
  "{% if param.aware and param.notes == 'scattered' %} The members' notes are not all the same.{% endif %}";
const TRANSCRIPT =
  "{% for turn in turns %}- {% if turn.speaker == self %}You{% else %}{{ turn.speaker.name }}{% endif %}: “{{ turn.text }}”{% if turn.notes != empty %} (Notes read out: " +
  `{% for note in turn.notes %}${capital}: {{ note.text }}{% unless forloop.last %} {% endunless %}{% endfor %}){% endif %}\n{% endfor %}`;

const OWN = `{% for note in view.notes %}- ${capital}: {{ note.text }}\n{% endfor %}`;

const answered = (attribute: string): string => `Member.filter(m, m.${attribute} != null)`;
const best = (attribute: string): string =>
  `share(${answered(attribute)}, m, m.${attribute} == m.best)`;
const notes = (condition: string): string => `Note.filter(n, ${condition})`;

/**
 * Groups whose members each know some of the reasons for the best choice discuss until they agree
 * or time is up: a hidden profile.
 */
export const groupDiscussion: ScenarioDocument = {
  schema: "microcosm/scenario/1",
  name: "group-discussion",
  title: "Group discussion with scattered knowledge",
  summary:
    "Small panels decide on one of three places for a library. What speaks for the best of them is known to one member each.",
  description:
    "A hidden-profile experiment. Panels of a few members decide which of three places suits a new library. Every member has notes; some are the same for all, others only one member has. Taken together the notes speak for one place, " +
    "but each member's own notes speak for the others, so that a panel finds the best place only when members pool what each of them alone knows. Members first say by themselves which place they prefer; then they discuss, one after another, reading out notes if they like, until all favour the same place or the time is up; " +
    "then they vote, the majority decides, and they answer questions in private again. The names of the places go round over the panels. As a control everybody can be given all notes.",
  domain: "Group decision making",
  literature: [
    "Stasser, G., & Titus, W. (1985). Pooling of unshared information in group decision making: biased information sampling during discussion. Journal of Personality and Social Psychology, 48, 1467–1478.",
    "Stasser, G., & Titus, W. (2003). Hidden profiles: a brief history. Psychological Inquiry, 14, 304–313.",
    "Larson, J. R., Foster-Fishman, P. G., & Keys, C. B. (1994). Discussion of shared and unshared information in decision-making groups. Journal of Personality and Social Psychology, 67, 446–461.",
    "Lu, L., Yuan, Y. C., & McLeod, P. L. (2012). Twenty-five years of hidden profiles in group decision making: a meta-analysis. Personality and Social Psychology Review, 16, 54–75.",
  ],
  questions: [
    "How much more often do panels choose the best place when everybody has all notes than when the notes are scattered?",
    "Are notes that all members have mentioned more often than notes that only one of them has, and does more time to talk change that?",
    "Do panels pool more when they are told that their notes are not all the same?",
  ],
  instructions:
    "You take part in a study of how panels of citizens make decisions. You are a member of such a panel. It advises a town of thirty thousand people on where to put its new public library. " +
    "You will be told who you are and what you know. Answer and speak as that person would, in plain everyday language.",
  parameters: {
    groups: { type: "integer", default: 9, min: 1, max: 100_000, label: "Number of panels" },
    size: { type: "integer", default: 4, min: 3, max: 8, label: "Members of a panel" },
    notes: {
      type: "category",
      options: ["scattered", "complete"],
      default: "scattered",
      label: "Who has which notes",
      description:
        "scattered: some notes are known to one member only. complete: everybody has all notes.",
    },
    aware: {
      type: "boolean",
      default: true,
      label: "Members are told that their notes differ",
      description: "Where they do.",
    },
    turns: { type: "integer", default: 3, min: 1, max: 20, label: "Most turns per member" },
    early: {
      type: "boolean",
      default: true,
      label: "A discussion ends when all favour the same place",
      description: "Not before everybody has spoken.",
    },
  },
  rounds: "1",
  agents: {
    Member: {
      label: "Member",
      count: "param.groups * param.size",
      attributes: {
        number: {
          type: "integer",
          init: "number(self.id.replace('Member-', '')) - 1",
          visible: "nobody",
        },
        group: {
          type: "integer",
          init: "floor(self.number / param.size) + 1",
          visible: "nobody",
          label: "Panel",
        },
        seat: { type: "integer", init: "self.number % param.size", visible: "nobody" },
        best: {
          type: "text",
          init: placeExpression("0", "self.group"),
          visible: "nobody",
          label: "Best place",
        },
        name: {
          type: "text",
          init: `${textList(FIRST_NAMES)}[self.number % ${FIRST_NAMES.length}]`,
          visible: "public",
          label: "First name",
        },
        age: {
          type: "integer",
          init: { distribution: "truncatedNormal", mean: 47, sd: 15, min: 18, max: 80 },
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
        manner: {
          type: "category",
          options: [
            "you speak up readily",
            "you like to listen before you speak",
            "you like to get things settled",
            "you like to look at things from all sides",
          ],
          init: { distribution: "categorical", weights: [0.25, 0.25, 0.25, 0.25] },
          label: "Manner in meetings",
        },
        before: {
          type: "text",
          dynamic: true,
          init: { constant: null },
          label: "Preferred place before the discussion",
        },
        sureBefore: {
          type: "integer",
          dynamic: true,
          init: { constant: null },
          label: "Certainty before",
          unit: "from 1 not at all to 7 completely sure",
        },
        meeting: {
          type: "integer",
          dynamic: true,
          init: 0,
          visible: "nobody",
          label: "Number of the conversation",
        },
        vote: { type: "text", dynamic: true, init: { constant: null }, label: "Vote" },
        after: {
          type: "text",
          dynamic: true,
          init: { constant: null },
          label: "Preferred place after the discussion",
        },
        sureAfter: {
          type: "integer",
          dynamic: true,
          init: { constant: null },
          label: "Certainty after",
          unit: "from 1 not at all to 7 completely sure",
        },
        heard: {
          type: "integer",
          dynamic: true,
          init: { constant: null },
          label: "Felt heard",
          unit: "from 1 not at all to 7 completely",
        },
      },
      describe: "{{ self.name }}, {{ self.age }}, {{ self.occupation }}",
      profile:
        "You are {{ self.name }}, {{ self.age }} years old. Occupation: {{ self.occupation }}. In meetings {{ self.manner }}. The other members of your panel are " +
        "{% for other in view.others %}{{ other.name }} ({{ other.age }}, {{ other.occupation }}){% if forloop.rindex == 2 %} and {% elsif forloop.last %}.{% else %}, {% endif %}{% endfor %}",
      memory: { kind: "short", keep: 4 },
    },
  },
  tables: {
    Fact: {
      label: "Fact",
      attributes: {
        option: { type: "integer", visible: "nobody", description: "0 for the best place." },
        good: { type: "boolean", visible: "nobody" },
        shared: { type: "boolean", visible: "nobody" },
        turn: {
          type: "integer",
          visible: "nobody",
          description: "Says who gets it, when it is not shared.",
        },
        text: { type: "text" },
      },
      rows: NUMBERED,
    },
    Panel: {
      label: "Panel",
      count: "param.groups",
      attributes: {
        number: {
          type: "integer",
          init: "number(self.id.replace('Panel-', ''))",
          visible: "nobody",
        },
        best: {
          type: "text",
          init: placeExpression("0", "self.number"),
          visible: "nobody",
          label: "Best place",
        },
        choice: { type: "text", dynamic: true, init: { constant: null }, label: "Decision" },
        unanimous: {
          type: "boolean",
          dynamic: true,
          init: false,
          label: "All votes for the same place",
        },
        turns: { type: "integer", dynamic: true, init: 0, label: "Turns" },
      },
    },
    Note: {
      label: "Note",
      description: "A fact as it stands in the notes of a panel.",
      attributes: {
        panel: { type: "ref", to: "Panel" },
        fact: { type: "ref", to: "Fact" },
        place: { type: "text" },
        text: { type: "text" },
        mentions: {
          type: "integer",
          dynamic: true,
          init: 0,
          visible: "nobody",
          label: "How often it was read out",
        },
      },
      describe: "{{ self.place }}: {{ self.text }}",
    },
    Knowledge: {
      label: "Knowledge",
      description: "Who has which note.",
      attributes: {
        member: { type: "ref", to: "Member" },
        note: { type: "ref", to: "Note" },
        place: {
          type: "number",
          init: "uniform(0, 1)",
          visible: "nobody",
          description: "Orders the notes of a member.",
        },
      },
    },
  },
  views: {
    others: {
      label: "The other members",
      from: "Member",
      where: "row.group == self.group && row != self",
    },
    notes: {
      label: "One's notes",
      from: "sort(Knowledge.filter(k, k.member == self), k, k.place).map(k, k.note)",
    },
    said: {
      label: "What was said in one's panel",
      from: "Discussion",
      where: "row.conversation == self.meeting",
    },
  },
  questionnaires: {
    before: {
      label: "Before the discussion",
      intro:
        `The town has three places to choose from: ${PLACES.slice(0, -1).join(", ")} and ${PLACES.at(-1) ?? ""}. The planning office gave each member of the panel some notes.${DIFFER} These are yours:\n` +
        OWN +
        "\nThe panel has not met yet.",
      items: {
        place: {
          type: "category",
          options: PLACES,
          label: "Place",
          description: "Which place do you think is best for the library?",
        },
        sure: {
          type: "integer",
          min: 1,
          max: 7,
          label: "Certainty",
          description: "How sure are you? 1 means not at all sure, 7 means completely sure.",
        },
      },
      effects: [
        { set: "self.before", to: "arg.place" },
        { set: "self.sureBefore", to: "arg.sure" },
        {
          tell: "self",
          text: "Before the panel met you thought that {{ arg.place }} would be best. You put how sure you were at {{ arg.sure }} on a scale from 1 (not at all) to 7 (completely).",
        },
      ],
    },
    after: {
      label: "After the discussion",
      intro:
        "Your notes:\n" +
        OWN +
        "\n{% assign turns = view.said %}In the meeting this was said:\n" +
        TRANSCRIPT +
        "\nThe meeting is over and the votes are counted. The last questions are for yourself alone; the others will not see your answers.",
      items: {
        place: {
          type: "category",
          options: PLACES,
          label: "Place",
          description:
            "Whatever the panel decided: which place do you yourself think is best for the library now?",
        },
        sure: {
          type: "integer",
          min: 1,
          max: 7,
          label: "Certainty",
          description: "How sure are you? 1 means not at all sure, 7 means completely sure.",
        },
        heard: {
          type: "integer",
          min: 1,
          max: 7,
          label: "Being heard",
          description:
            "How far did the others take in what you had to say? 1 means not at all, 7 means completely.",
        },
      },
      effects: [
        { set: "self.after", to: "arg.place" },
        { set: "self.sureAfter", to: "arg.sure" },
        { set: "self.heard", to: "arg.heard" },
      ],
    },
  },
  conversations: {
    Discussion: {
      label: "Discussion",
      members: "Member.filter(m, m.group == row.number)",
      next: "roundRobin",
      maxTurns: "param.turns * count(members)",
      prompt:
        "The panel meets to decide which place is best for the library." +
        DIFFER +
        "\n" +
        "{% if turns == empty %}You open the meeting.{% else %}So far:\n" +
        TRANSCRIPT +
        "\nIt is your turn.{% endif %} You may also read out one or two of your notes, which are listed below.\nWhat do you say about the new library?",
      inputs: {
        text: { type: "text", minLength: 1, maxLength: 400, label: "What you say" },
        notes: {
          type: "list",
          of: { type: "ref", view: "notes" },
          maxItems: 2,
          label: "Notes",
          description: "the notes you read out now, if any",
        },
        favours: {
          type: "category",
          options: PLACES,
          label: "Favourite",
          description: "the place you think is best at this moment",
        },
      },
      end: "param.early && members.all(m, turns.exists(t, t.speaker == m) && best(turns.filter(t, t.speaker == m), t, t.turn).favours == best(turns, t, t.turn).favours)",
      closing: {
        prompt:
          "Your notes:\n" +
          OWN +
          "\nIn the meeting this was said:\n" +
          TRANSCRIPT +
          "\nThe meeting is over. Every member has one vote, and the majority decides. Which place do you vote for?",
        inputs: { place: { type: "category", options: PLACES, label: "Vote" } },
        effects: [
          { set: "self.vote", to: "arg.place" },
          { tell: "self", text: "You voted for {{ arg.place }}." },
        ],
      },
      after: [
        { set: "row.turns", to: "count(turns)" },
        {
          set: "row.unanimous",
          to: "members.all(m, m.vote != null && m.vote == first(members).vote)",
        },
        {
          forEach: "turns",
          as: "turn",
          do: [
            {
              forEach: "turn.notes",
              as: "note",
              do: [{ set: "note.mentions", to: "note.mentions + 1" }],
            },
            {
              forEach: "members",
              as: "member",
              do: [{ set: "member.meeting", to: "turn.conversation" }],
            },
          ],
        },
        {
          run: "plurality@1",
          as: "count",
          with: { ballots: "members.map(m, m.vote)", ties: "'none'" },
          do: [
            { set: "row.choice", to: "count.winner" },
            {
              tell: "members",
              text: "{% if row.choice == null %}The votes were tied, so that the panel gave no advice.{% else %}The panel chose {{ row.choice }}.{% endif %}",
            },
          ],
        },
      ],
    },
  },
  phases: [
    {
      id: "inform",
      label: "Handing out the notes",
      if: "round == 1",
      rules: [
        {
          forEach: "Panel",
          as: "panel",
          do: [
            {
              forEach: "shuffle(Fact)",
              as: "fact",
              do: [
                {
                  insert: "Note",
                  row: {
                    panel: "panel",
                    fact: "fact",
                    place: placeExpression("fact.option", "panel.number"),
                    text: "fact.text",
                  },
                },
              ],
            },
            {
              forEach: "Member.filter(m, m.group == panel.number)",
              as: "member",
              do: [
                {
                  forEach:
                    "Note.filter(n, n.panel == panel && (n.fact.shared || param.notes == 'complete' || n.fact.turn % param.size == member.seat))",
                  as: "note",
                  do: [{ insert: "Knowledge", row: { member: "member", note: "note" } }],
                },
              ],
            },
          ],
        },
      ],
    },
    { id: "before", label: "Before the discussion", ask: "before", who: "Member" },
    { id: "discuss", label: "Discussion", converse: "Discussion", groups: "Panel" },
    { id: "after", label: "After the discussion", ask: "after", who: "Member" },
  ],
  measures: {
    bestBefore: {
      value: best("before"),
      label: "Members who prefer the best place, before",
      unit: "share of members",
      at: "end",
      chart: "bar",
    },
    bestVotes: {
      value: best("vote"),
      label: "Votes for the best place",
      unit: "share of votes",
      at: "end",
      chart: "bar",
    },
    bestAfter: {
      value: best("after"),
      label: "Members who prefer the best place, after",
      unit: "share of members",
      at: "end",
      chart: "bar",
    },
    bestDecisions: {
      value: "share(Panel, p, p.choice != null && p.choice == p.best)",
      label: "Panels that choose the best place",
      description: "Ties count as not choosing it.",
      unit: "share of panels",
      at: "end",
      chart: "bar",
    },
    unanimous: {
      value: "share(Panel, p, p.unanimous)",
      label: "Unanimous votes",
      unit: "share of panels",
      at: "end",
      chart: "bar",
    },
    turns: {
      value: "mean(Panel.map(p, p.turns))",
      label: "Turns used",
      unit: "turns per panel",
      at: "end",
      chart: "bar",
    },
    sharedMentioned: {
      value: `share(${notes("n.fact.shared")}, n, n.mentions > 0)`,
      label: "Shared notes that were read out",
      description:
        "Of the notes that all members have, the share read out at least once; over all panels.",
      unit: "share of notes",
      at: "end",
      chart: "bar",
    },
    unsharedMentioned: {
      value: `share(${notes("!n.fact.shared")}, n, n.mentions > 0)`,
      label: "Unshared notes that were read out",
      description:
        "Of the notes that only one member has (unless notes are complete), the share read out at least once; over all panels.",
      unit: "share of notes",
      at: "end",
      chart: "bar",
    },
    repetition: {
      value: `mean(${notes("n.mentions > 0")}.map(n, n.mentions))`,
      label: "How often a note is read out",
      description: "Mean over notes that were read out at all.",
      unit: "times",
      at: "end",
      chart: "bar",
    },
    changed: {
      value: "share(Member.filter(m, m.before != null && m.after != null), m, m.before != m.after)",
      label: "Members who changed their mind",
      unit: "share of members",
      at: "end",
      chart: "bar",
    },
    sureBefore: {
      value: `mean(${answered("sureBefore")}.map(m, m.sureBefore))`,
      label: "Certainty before",
      unit: "from 1 to 7",
      at: "end",
      chart: "bar",
    },
    sureAfter: {
      value: `mean(${answered("sureAfter")}.map(m, m.sureAfter))`,
      label: "Certainty after",
      unit: "from 1 to 7",
      at: "end",
      chart: "bar",
    },
    heard: {
      value: `mean(${answered("heard")}.map(m, m.heard))`,
      label: "Felt heard",
      unit: "from 1 to 7",
      at: "end",
      chart: "bar",
    },
  },
};
