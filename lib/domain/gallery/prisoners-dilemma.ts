import type { ScenarioDocument } from "../scenario";
import { plural } from "./snippets";

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

const outcome = (own: string, other: string, mine: string, theirs: string): string =>
  `- You choose ${own}, the other chooses ${other}: you receive {{ param.${mine} }}, the other {{ param.${theirs} }}.\n`;

/**
 * The four outcomes in alphabetical order, from the view of a player for whom `c` is the
 * cooperative choice.
 */
const payoffs = (c: "A" | "B"): string =>
  c === "A"
    ? outcome("A", "A", "reward", "reward") +
      outcome("A", "B", "sucker", "temptation") +
      outcome("B", "A", "temptation", "sucker") +
      outcome("B", "B", "penalty", "penalty")
    : outcome("A", "A", "penalty", "penalty") +
      outcome("A", "B", "temptation", "sucker") +
      outcome("B", "A", "sucker", "temptation") +
      outcome("B", "B", "reward", "reward");

/** The label that the participant `p` sees for the move `move`. */
const letter = (move: string): string => `(${move} == 'cooperate') == (p.label == 'A') ? 'A' : 'B'`;

const PLAYED = "Player.filter(p, p.move != null)";
const GAMES = "Game.filter(g, g.round == round && g.first != null && g.second != null)";

/** A round-robin tournament of repeated two-player games. */
export const prisonersDilemma: ScenarioDocument = {
  schema: "microcosm/scenario/1",
  name: "prisoners-dilemma",
  title: "A tournament of repeated prisoner's dilemmas",
  summary:
    "Participants meet in pairs, each pair for several rounds, and choose between two options whose pay-offs form a prisoner's dilemma.",
  description:
    "A round-robin tournament: everybody meets everybody else once before anybody meets again. A match lasts several rounds, with an end that is known, or that comes after each round with the same probability, so " +
    "that matches are as long on average. In every round both choose at the same time; what they get follows from a table of pay-offs, by default the middle one of the three that Dal Bó and Fréchette compare (40 points each for two who " +
    "cooperate). For each participant it is drawn whether the letter A or the letter B stands for cooperation, and the two options are called by nothing but their letters. A round in which one of the two gave no usable answer does not count for either. " +
    "The pay-offs form a prisoner's dilemma when temptation > reward > penalty > sucker, and cooperating is better for both than taking turns when twice the reward exceeds temptation and sucker together.",
  domain: "Game theory",
  literature: [
    "Axelrod, R. (1980). Effective choice in the prisoner's dilemma. Journal of Conflict Resolution, 24, 3–25.",
    "Axelrod, R., & Hamilton, W. D. (1981). The evolution of cooperation. Science, 211, 1390–1396.",
    "Dal Bó, P., & Fréchette, G. R. (2011). The evolution of cooperation in infinitely repeated games: experimental evidence. American Economic Review, 101, 411–429.",
    "Dal Bó, P. (2005). Cooperation under the shadow of the future: experimental evidence from infinitely repeated games. American Economic Review, 95, 1591–1604. (Known against random ends of the same expected length.)",
  ],
  questions: [
    "Is there more cooperation when the end of a match is random than when it is known, and does it break down in the last round?",
    "How does cooperation in first rounds change when the reward for it rises from 32 to 48?",
    "Do participants answer in kind: how often do they cooperate after the other did, and how often after the other did not?",
  ],
  instructions:
    "You take part in an experiment on decisions at a university. You will be told who you are and what has happened so far. Decide as that person would. All decisions are anonymous. " +
    "Your points are added up over the whole session, and 200 points are paid out as 1 euro.\n\n" +
    "The session consists of matches, and each match of one or more rounds. In a match you are paired with one other participant. In each round both of you choose A or B, at the same time, without talking to each other; then you learn what the other chose. " +
    "{% if param.end == 'known' %}Every match lasts {{ param.length }} {% if param.length == 1 %}round{% else %}rounds{% endif %}." +
    "{% elsif param.length == 1 %}Every match lasts 1 round.{% else %}After each round a match goes on for at least one more with a probability of {{ param.length | minus: 1 | divided_by: param.length | percent }}, and otherwise ends; how many rounds it has lasted makes no difference.{% endif %} " +
    "For the next match everybody is paired anew. You meet everybody else once before you meet anybody again, and nobody can be recognised." +
    "{% assign odd = param.players | modulo: 2 %}{% if odd == 1 %} As the number of participants is odd, one of you sits out in each match.{% endif %}",
  parameters: {
    players: {
      type: "integer",
      default: 16,
      min: 2,
      max: 100_000,
      label: "Number of participants",
      description: "With an odd number, one participant sits out each match.",
    },
    rounds: {
      type: "integer",
      default: 20,
      min: 1,
      max: 10_000,
      label: "Rounds of the session",
      description: "The last match may be cut short.",
    },
    length: {
      type: "integer",
      default: 4,
      min: 1,
      max: 1_000,
      label: "Rounds of a match",
      description: "With a random end, the mean.",
    },
    end: {
      type: "category",
      options: ["random", "known"],
      default: "random",
      label: "End of a match",
      description: "Random: after each round with probability 1 / rounds of a match.",
    },
    temptation: {
      type: "number",
      default: 50,
      label: "Pay-off for defecting alone (temptation)",
      unit: "points",
    },
    reward: {
      type: "number",
      default: 40,
      label: "Pay-off when both cooperate (reward)",
      unit: "points",
      description: "Dal Bó and Fréchette compare 32, 40 and 48.",
    },
    penalty: {
      type: "number",
      default: 25,
      label: "Pay-off when both defect (penalty)",
      unit: "points",
    },
    sucker: {
      type: "number",
      default: 12,
      label: "Pay-off for cooperating alone (sucker)",
      unit: "points",
    },
  },
  rounds: "param.rounds",
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
        risk: {
          type: "integer",
          min: 0,
          max: 10,
          init: { distribution: "truncatedNormal", mean: 4.9, sd: 2.2, min: 0, max: 10 },
          label: "Willingness to take risks",
          unit: "from 0 not at all to 10 very willing",
          description:
            "The general question of the German Socio-Economic Panel, a little above its mean since the young take more risks.",
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
        label: {
          type: "category",
          options: ["A", "B"],
          init: { distribution: "categorical", weights: [0.5, 0.5] },
          label: "Letter that stands for cooperation",
        },
        other: {
          type: "ref",
          to: "Player",
          init: { constant: null },
          dynamic: true,
          visible: "nobody",
          label: "Paired with",
          description: "Empty for who sits out.",
        },
        move: {
          type: "category",
          options: ["cooperate", "defect"],
          init: { constant: null },
          dynamic: true,
          visible: "nobody",
          label: "Choice",
        },
        faced: {
          type: "category",
          options: ["cooperate", "defect"],
          init: { constant: null },
          dynamic: true,
          visible: "nobody",
          label: "Choice of the other in the round before",
          description: "Empty in the first round of a match.",
        },
        points: {
          type: "number",
          init: { constant: null },
          dynamic: true,
          label: "Points in the round",
          unit: "points",
        },
        total: { type: "number", init: 0, dynamic: true, label: "Points so far", unit: "points" },
        played: { type: "integer", init: 0, dynamic: true, label: "Rounds that counted" },
      },
      describe: "a participant",
      profile:
        "You are a {{ self.gender }}, {{ self.age }} years old, and study {{ self.field }}. You grew up in {{ self.place }}. " +
        "Your willingness to take risks is {{ self.risk }} on a scale from 0 (not at all willing) to 10 (very willing). " +
        "Asked about people in general, you place yourself at {{ self.trust }} on a scale from 0 (you can't be too careful) to 10 (most people can be trusted).",
      memory: { kind: "short", keep: 10 },
    },
  },
  tables: {
    Pair: {
      label: "Place in a match",
      attributes: {
        member: { type: "ref", to: "Player", visible: "nobody" },
        group: { type: "integer", visible: "nobody" },
        round: { type: "integer", visible: "nobody" },
      },
    },
    Game: {
      label: "Game",
      description: "One round of one pair.",
      attributes: {
        one: { type: "ref", to: "Player", visible: "nobody" },
        two: { type: "ref", to: "Player", visible: "nobody" },
        first: { type: "category", options: ["cooperate", "defect"], visible: "nobody" },
        second: { type: "category", options: ["cooperate", "defect"], visible: "nobody" },
        match: { type: "integer", visible: "nobody" },
        stage: { type: "integer", visible: "nobody" },
        round: { type: "integer", visible: "nobody" },
      },
    },
  },
  world: {
    match: { type: "integer", init: 0, dynamic: true, label: "Number of the match" },
    stage: { type: "integer", init: 0, dynamic: true, label: "Round of the match" },
    over: {
      type: "boolean",
      init: true,
      dynamic: true,
      visible: "nobody",
      label: "The match has ended",
    },
  },
  actions: {
    choose: {
      label: "Choose",
      prompt:
        "This is round {{ round }} of the session and round {{ world.stage }} of match {{ world.match }}.{% if world.stage == 1 and self.played > 0 %} You are paired with another participant than before.{% endif %}" +
        `{% if self.played > 0 %} You have {{ self.total | round: 1 }} ${plural("self.total", "point", "points")} so far.{% endif %}\n\n` +
        "The points in each round:\n" +
        `{% if self.label == 'A' %}${payoffs("A")}{% else %}${payoffs("B")}{% endif %}` +
        "\nWhich do you choose in this round?",
      inputs: {
        why: {
          type: "text",
          maxLength: 200,
          label: "Reason",
          description: "in one sentence, what your choice depends on",
        },
        choice: { type: "category", options: ["A", "B"], label: "Choice" },
      },
      effects: [{ set: "self.move", to: "arg.choice == self.label ? 'cooperate' : 'defect'" }],
    },
  },
  phases: [
    {
      id: "begin",
      label: "Beginning the round",
      rules: [
        {
          when: "world.over",
          do: [
            { set: "world.match", to: "world.match + 1" },
            { set: "world.stage", to: 1 },
            { set: "world.over", to: false },
            { forEach: "Player", as: "p", do: [{ set: "p.other", to: "null" }] },
          ],
          else: [{ set: "world.stage", to: "world.stage + 1" }],
        },
        {
          forEach: "Player",
          as: "p",
          do: [{ set: "p.faced", to: "p.other == null ? null : p.other.move" }],
        },
        {
          forEach: "Player",
          as: "p",
          do: [
            { set: "p.move", to: "null" },
            { set: "p.points", to: "null" },
          ],
        },
      ],
    },
    {
      id: "pair",
      label: "Pairing",
      match: "Player",
      by: "roundRobin",
      turn: "world.match",
      into: "Pair",
      if: "world.stage == 1",
    },
    {
      id: "meet",
      label: "Meeting the other",
      if: "world.stage == 1",
      rules: [
        {
          forEach: "Pair.filter(p, p.round == round)",
          as: "place",
          do: [
            {
              forEach:
                "Pair.filter(p, p.round == round && p.group == place.group && p.id != place.id)",
              as: "across",
              do: [{ set: "place.member.other", to: "across.member" }],
            },
          ],
        },
      ],
    },
    {
      id: "choose",
      label: "Choosing",
      decide: "Player",
      where: "self.other != null",
      do: ["choose"],
    },
    {
      id: "pay",
      label: "Pay-offs",
      rules: [
        {
          forEach: "Player.filter(p, p.other != null && p.id < p.other.id)",
          as: "p",
          do: [
            {
              insert: "Game",
              row: {
                one: "p",
                two: "p.other",
                first: "p.move",
                second: "p.other.move",
                match: "world.match",
                stage: "world.stage",
                round: "round",
              },
            },
          ],
        },
        {
          run: "payoffMatrix@1",
          with: {
            games: "Game.filter(g, g.round == round)",
            moves: "['cooperate', 'defect']",
            payoffs: "[[param.reward, param.sucker], [param.temptation, param.penalty]]",
          },
          as: "result",
          do: [
            {
              forEach: "result.played",
              as: "g",
              do: [
                { set: "g.game.one.points", to: "g.first" },
                { set: "g.game.two.points", to: "g.second" },
              ],
            },
          ],
        },
        {
          forEach: "Player.filter(p, p.other != null)",
          as: "p",
          do: [
            {
              when: "p.points != null",
              do: [
                { set: "p.total", to: "p.total + p.points" },
                { set: "p.played", to: "p.played + 1" },
                {
                  let: {
                    mine: `reveal(${letter("p.move")})`,
                    theirs: `reveal(${letter("p.other.move")})`,
                    received: "reveal(p.other.points)",
                  },
                  do: [
                    {
                      tell: "p",
                      text:
                        "In match {{ world.match }} you chose {{ mine }}, the other chose {{ theirs }}. " +
                        `You received {{ p.points | round: 1 }} ${plural("p.points", "point", "points")}, the other {{ received | round: 1 }}.`,
                    },
                  ],
                },
              ],
              else: [
                {
                  tell: "p",
                  text: "In match {{ world.match }} one of the two choices did not reach us in time, so that this round does not count.",
                },
              ],
            },
          ],
        },
        {
          set: "world.over",
          to: "param.end == 'known' ? world.stage >= param.length : chance(1 / param.length)",
        },
        {
          when: "world.over && round < param.rounds",
          do: [
            {
              tell: "Player.filter(p, p.other != null)",
              text: "Match {{ world.match }} has ended.",
            },
          ],
        },
      ],
    },
  ],
  measures: {
    cooperation: {
      value: `share(${PLAYED}, p, p.move == 'cooperate')`,
      label: "Cooperation",
      unit: "share of choices",
    },
    firstRounds: {
      value: `world.stage == 1 ? share(${PLAYED}, p, p.move == 'cooperate') : null`,
      label: "Cooperation in first rounds",
      description: "In the first round of a match; no value in the others.",
      unit: "share of choices",
      chart: "bar",
    },
    bothCooperate: {
      value: `share(${GAMES}, g, g.first == 'cooperate' && g.second == 'cooperate')`,
      label: "Both cooperate",
      unit: "share of pairs",
    },
    oneCooperates: {
      value: `share(${GAMES}, g, g.first != g.second)`,
      label: "One cooperates",
      unit: "share of pairs",
    },
    noneCooperates: {
      value: `share(${GAMES}, g, g.first == 'defect' && g.second == 'defect')`,
      label: "Neither cooperates",
      unit: "share of pairs",
    },
    afterCooperation: {
      value:
        "share(Player.filter(p, p.faced == 'cooperate' && p.move != null), p, p.move == 'cooperate')",
      label: "Cooperation after the other cooperated",
      description: "In the round before of the same match.",
      unit: "share of choices",
    },
    afterDefection: {
      value:
        "share(Player.filter(p, p.faced == 'defect' && p.move != null), p, p.move == 'cooperate')",
      label: "Cooperation after the other defected",
      description: "In the round before of the same match.",
      unit: "share of choices",
    },
    points: {
      value: "mean(Player.filter(p, p.points != null), p, p.points)",
      label: "Mean points in the round",
      unit: "points",
    },
    match: { value: "world.match", label: "Match", unit: "number", chart: "none" },
    score: {
      value: "mean(Player.filter(p, p.played > 0), p, p.total / p.played)",
      label: "Score",
      description: "Mean points per round of a participant.",
      unit: "points",
      at: "end",
      chart: "bar",
    },
    bestScore: {
      value: "max(Player.filter(p, p.played > 0), p, p.total / p.played)",
      label: "Best score",
      unit: "points",
      at: "end",
      chart: "bar",
    },
    worstScore: {
      value: "min(Player.filter(p, p.played > 0), p, p.total / p.played)",
      label: "Worst score",
      unit: "points",
      at: "end",
      chart: "bar",
    },
    overall: {
      value:
        "share(Game.filter(g, g.first != null).map(g, g.first) + Game.filter(g, g.second != null).map(g, g.second), m, m == 'cooperate')",
      label: "Cooperation in the whole session",
      unit: "share of choices",
      at: "end",
      chart: "bar",
    },
  },
};
