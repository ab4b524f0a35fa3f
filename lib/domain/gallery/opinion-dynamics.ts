import type { ScenarioDocument } from "../scenario";
import { NAME_WITH_INITIAL, textList } from "./snippets";

const JOBS = [
  "nurse",
  "electrician",
  "teacher",
  "shop assistant",
  "farmer",
  "office clerk",
  "engineer",
  "lorry driver",
];

/**
 * Voters post, read what friends wrote, reconsider, and may cut ties: bounded confidence with
 * language.
 */
export const opinionDynamics: ScenarioDocument = {
  schema: "microcosm/scenario/1",
  name: "opinion-dynamics",
  title: "Opinions on a carbon tax among friends",
  summary:
    "Voters post about a carbon tax, read what their friends wrote, reconsider where they stand, and may cut a tie.",
  description:
    "A population of voters on a small-world network of friendships. In every round about half of them write a short post; everybody reads the posts of " +
    "their friends that are closest to what they think themselves, as a feed would rank them, and says where they stand now, at most a set number of points from where they stood. In every second round voters may " +
    "cut the tie to a friend who posted and whose opinion is more than 4 points from theirs. A televised debate can be switched on to see what a common source of arguments does.",
  domain: "Political opinion",
  literature: [
    "Deffuant, G., Neau, D., Amblard, F., & Weisbuch, G. (2000). Mixing beliefs among interacting agents. Advances in Complex Systems, 3, 87–98.",
    "Hegselmann, R., & Krause, U. (2002). Opinion dynamics and bounded confidence: models, analysis and simulation. Journal of Artificial Societies and Social Simulation, 5(3).",
    "Watts, D. J., & Strogatz, S. H. (1998). Collective dynamics of “small-world” networks. Nature, 393, 440–442.",
  ],
  questions: [
    "Does polarisation rise faster when voters may cut ties than when they may not?",
    "Does a common debate in the middle of the run bring the camps together, or does each hear what it wants to hear?",
    "How does the number of friends change how quickly opinions settle?",
  ],
  instructions:
    "You take part in a study of how people talk about politics with their friends. You will be told who you are and what happened so far. A round of the study is one day. " +
    "Answer as that person would: in their own words, with their own experience of life, consistent with what they thought before, and open to a good argument only as far as they would be.",
  parameters: {
    voters: { type: "integer", default: 100, min: 10, max: 1_000_000, label: "Number of voters" },
    friends: {
      type: "integer",
      default: 8,
      min: 2,
      max: 50,
      label: "Friends per voter",
      description:
        "Mean number of friends. The network starts from a ring with as many on either side, so an odd number counts as the next even one.",
    },
    rewiring: {
      type: "number",
      default: 0.1,
      min: 0,
      max: 1,
      label: "Share of distant friendships",
      description: "0: everybody knows their neighbours only. 1: friendships are random.",
    },
    posting: {
      type: "number",
      default: 0.5,
      min: 0,
      max: 1,
      label: "Probability of posting per round",
    },
    step: {
      type: "number",
      default: 1,
      min: 0.1,
      max: 10,
      label: "Maximum change of opinion per round",
      unit: "scale points",
      description: "Answers further away are not accepted. 10: no limit.",
    },
    unfriend: { type: "boolean", default: true, label: "Voters may cut ties" },
    debate: { type: "boolean", default: false, label: "Televised debate in round 3" },
  },
  rounds: "6",
  agents: {
    Voter: {
      label: "Voter",
      count: "param.voters",
      attributes: {
        name: { type: "text", init: NAME_WITH_INITIAL, visible: "public", label: "Name" },
        age: {
          type: "integer",
          init: { distribution: "truncatedNormal", mean: 47, sd: 17, min: 18, max: 90 },
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
        party: {
          type: "category",
          options: ["left", "right"],
          init: { distribution: "categorical", weights: [0.5, 0.5] },
          visible: "public",
          label: "Political leaning",
        },
        openness: {
          type: "category",
          options: ["stubborn", "willing to listen", "curious about other views"],
          init: { distribution: "categorical", weights: [0.3, 0.5, 0.2] },
          visible: "self",
          label: "Openness",
        },
        opinion: {
          type: "number",
          min: -5,
          max: 5,
          init: "round(clamp(normal(self.party == 'left' ? 2 : -2, 1.5), -5, 5), 1)",
          visible: "self",
          dynamic: true,
          label: "Opinion on the carbon tax",
          unit: "from -5 strongly against to 5 strongly for",
        },
      },
      describe: "{{ self.name }}, {{ self.age }}, {{ self.occupation }}",
      profile:
        "You are {{ self.name }}, {{ self.age }} years old. Occupation: {{ self.occupation }}. Politically you lean {{ self.party }}, and people who know you would call you {{ self.openness }}.\n" +
        "On a carbon tax you stand at {{ self.opinion | round: 1 }} on a scale from -5 (strongly against) to 5 (strongly for).",
      memory: { kind: "short", keep: 6 },
    },
  },
  tables: {
    Post: {
      label: "Post",
      attributes: {
        author: { type: "ref", to: "Voter" },
        text: { type: "text" },
        stance: {
          type: "number",
          visible: "nobody",
          description: "The author's opinion when the post was written.",
        },
        round: { type: "integer" },
      },
    },
  },
  networks: {
    Friends: {
      label: "Friendship",
      between: ["Voter", "Voter"],
      generate: {
        kind: "smallWorld",
        degree: "2 * ceil(param.friends / 2)",
        rewire: "param.rewiring",
      },
    },
  },
  views: {
    feed: {
      label: "Posts of friends in this round, the closest in opinion first",
      from: "Post",
      where: "row.round == round && linked('Friends', self, row.author)",
      rank: "-abs(row.stance - self.opinion)",
      limit: 5,
    },
    distant: {
      label:
        "Friends who posted in this round and whose opinion is more than 4 points from one's own",
      from: "neighbours('Friends', self)",
      where:
        "Post.exists(p, p.author == row && p.round == round && abs(p.stance - self.opinion) > 4)",
      limit: 5,
    },
    distantPosts: {
      label: "What those friends wrote in this round",
      from: "Post",
      where: "row.round == round && row.author in view.distant",
    },
  },
  actions: {
    post: {
      label: "Post",
      description: "Write to one's friends",
      prompt:
        "Your country is discussing a carbon tax. Write one short post about the carbon tax for your friends, the way you would write online.",
      inputs: { text: { type: "text", maxLength: 280, label: "Post" } },
      effects: [
        {
          insert: "Post",
          row: { author: "self", text: "arg.text", stance: "self.opinion", round: "round" },
        },
        { tell: "self", text: "You wrote to your friends: “{{ arg.text }}”" },
      ],
    },
    reflect: {
      label: "Reconsider",
      description: "Read the feed and say where one stands",
      prompt:
        "{% if view.feed.size > 0 %}Today your friends wrote about the carbon tax:\n" +
        "{% for post in view.feed %}- {{ post.author.name }} ({{ post.author.age }}, {{ post.author.occupation }}): “{{ post.text }}”\n{% endfor %}\n" +
        "Having read this, where do you stand on the carbon tax now?{% else %}None of your friends wrote about the carbon tax today. Where do you stand on it now?{% endif %}" +
        "{% if param.step < 10 %} Answer with a place on the scale at most {{ param.step | number }} {% if param.step == 1 %}point{% else %}points{% endif %} away from where you stood.{% endif %}",
      inputs: {
        opinion: {
          type: "number",
          min: "round(max(-5, self.opinion - param.step), 1)",
          max: "round(min(5, self.opinion + param.step), 1)",
          label: "Opinion",
          description: "from -5 (strongly against) to 5 (strongly for)",
        },
        why: {
          type: "text",
          maxLength: 200,
          label: "Reason",
          description: "in one sentence, why you stand there",
        },
      },
      effects: [
        {
          tell: "self",
          text: "You put yourself at {{ arg.opinion | round: 1 }} on the carbon tax. Your reason: {{ arg.why }}",
        },
        { set: "self.opinion", to: "round(clamp(arg.opinion, -5, 5), 1)" },
      ],
    },
    unfriend: {
      label: "Cut a tie",
      when: "param.unfriend && count(view.distant) > 0",
      prompt:
        "{% if view.distant.size == 1 %}A friend of yours, who stands far from you on the carbon tax, wrote today:{% else %}These friends of yours, who stand far from you on the carbon tax, wrote today:{% endif %}\n" +
        "{% for post in view.distantPosts %}- {{ post.author.name }} ({{ post.author.age }}, {{ post.author.occupation }}): “{{ post.text }}”\n{% endfor %}\n" +
        "{% if view.distant.size == 1 %}Do you stop following this friend, or not?{% else %}Do you stop following one of them, or none?{% endif %}",
      inputs: {
        whom: {
          type: "ref",
          view: "distant",
          optional: true,
          label: "Whom to stop following",
          description: "null to keep everybody",
        },
      },
      require: {
        that: "arg.whom == null || linked('Friends', self, arg.whom)",
        else: "you are no longer connected to this person",
      },
      effects: [
        {
          when: "arg.whom != null",
          do: [
            { delete: "Friends", between: ["self", "arg.whom"] },
            {
              tell: "self",
              text: "You stopped following {{ arg.whom.name }} ({{ arg.whom.age }}, {{ arg.whom.occupation }}).",
            },
            { set: "world.cuts", to: "world.cuts + 1" },
          ],
        },
      ],
    },
  },
  world: { cuts: { type: "integer", init: 0, dynamic: true, label: "Ties cut so far" } },
  phases: [
    { id: "speak", label: "Writing", decide: "Voter", do: ["post"], activation: "param.posting" },
    { id: "read", label: "Reading and reconsidering", decide: "Voter", do: ["reflect"] },
    {
      id: "rewire",
      label: "Cutting ties",
      decide: "Voter",
      do: ["unfriend"],
      if: "param.unfriend && round % 2 == 0",
    },
  ],
  interventions: [
    {
      id: "debate",
      label: "Televised debate",
      at: "param.debate && round == 3",
      do: [
        {
          tell: "Voter",
          text: "You watched a televised debate. One side said a carbon tax makes polluters pay and the money can go back to households; the other said it hits commuters and people on low incomes first.",
        },
      ],
    },
  ],
  measures: {
    polarisation: {
      value: "sd(Voter.map(v, v.opinion))",
      label: "Spread of opinion",
      description:
        "Standard deviation of opinion over all voters, a common measure of polarisation.",
      unit: "scale points",
    },
    meanOpinion: {
      value: "mean(Voter.map(v, v.opinion))",
      label: "Mean opinion",
      unit: "from -5 against to 5 for",
    },
    meanLeft: {
      value: "mean(Voter.filter(v, v.party == 'left').map(v, v.opinion))",
      label: "Mean opinion, left",
      unit: "from -5 against to 5 for",
    },
    meanRight: {
      value: "mean(Voter.filter(v, v.party == 'right').map(v, v.opinion))",
      label: "Mean opinion, right",
      unit: "from -5 against to 5 for",
    },
    gap: {
      value:
        "mean(Voter.filter(v, v.party == 'left').map(v, v.opinion)) - mean(Voter.filter(v, v.party == 'right').map(v, v.opinion))",
      label: "Distance between the camps",
      description: "Mean opinion of those who lean left minus that of those who lean right.",
      unit: "scale points",
    },
    crossTies: {
      value: "share(Friends, t, t.source.party != t.target.party)",
      label: "Friendships across camps",
      unit: "share of ties",
    },
    friendsPerVoter: {
      value: "mean(Voter.map(v, degree('Friends', v)))",
      label: "Friends per voter",
      description: "Mean number of ties of a voter.",
      unit: "ties",
    },
    cuts: { value: "world.cuts", label: "Ties cut so far", unit: "ties" },
    posts: {
      value: "count(Post, p, p.round == round)",
      label: "Posts in the round",
      unit: "posts",
      chart: "bar",
    },
  },
};
