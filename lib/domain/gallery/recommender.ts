import type { ScenarioDocument } from "../scenario";
import { NAME_WITH_INITIAL, textList } from "./snippets";

const JOBS = [
  "nurse",
  "electrician",
  "teacher",
  "shop assistant",
  "software developer",
  "office clerk",
  "cook",
  "architect",
  "paramedic",
];

/** The genres of MovieLens. */
const GENRES = [
  "Action",
  "Adventure",
  "Animation",
  "Children",
  "Comedy",
  "Crime",
  "Documentary",
  "Drama",
  "Fantasy",
  "Film-Noir",
  "Horror",
  "Musical",
  "Mystery",
  "Romance",
  "Sci-Fi",
  "Thriller",
  "War",
  "Western",
];

/** The preference of a user for a genre, from earlier ratings; 3.5 is the centre of MovieLens. */
const liking = (genre: string): string =>
  `sum(Rating.filter(r, r.account == self.account && ${genre} in r.film.genres), r, r.value - 3.5)`;

/** The preferred genre of a user; drawn at random among equals, and without ratings. */
const bestGenre = (except: string, score: string): string =>
  `best(shuffle(${textList(GENRES)}.filter(g, ${except})), g, ${score})`;

/** Genres as words of a text: `Children` and `Film-Noir` are no adjectives for films. */
const IN_WORDS = 'downcase | replace: "children", "children\'s" | replace: "film-noir", "noir"';

const OWN_VIEWS = "Viewing.filter(v, v.user == u)";

/**
 * Users of a streaming service watch recommended films or those of friends, rate them, post, and
 * chat: filter bubbles with language.
 */
export const recommender: ScenarioDocument = {
  schema: "microcosm/scenario/1",
  name: "recommender",
  title: "Recommender system with social feed",
  summary:
    "Users of a film service see recommendations and what their friends wrote, choose what to watch, rate it, post about it, and chat.",
  description:
    "A film service with an archive of ratings (MovieLens format) and a number of users who are friends with some of the others. User 1 stands for user 1 of the archive, and so on: their past ratings give their taste. In every round the service recommends films to each user by one of four strategies; " +
    "users also see the posts of their friends. They choose a film or none, watch and rate it; some then write a post, and some chat with a friend for a few turns. Films that friends mention are on offer in the next round. New ratings feed the recommendations that follow, so that popularity and taste can reinforce themselves. Users remember the latest things and, as in RecAgent, older ones by recency and relevance. " +
    "The built-in data sets are small and synthetic; upload `movies.csv` and `ratings.csv` of MovieLens under the names `movies` and `ratings` to use real ones.",
  domain: "Recommender systems",
  literature: [
    "Wang, L., Zhang, J., Yang, H., Chen, Z., Tang, J., Zhang, Z., et al. (2023). User behavior simulation with large language model based agents. arXiv:2306.02552. (RecAgent.)",
    "Harper, F. M., & Konstan, J. A. (2015). The MovieLens datasets: history and context. ACM Transactions on Interactive Intelligent Systems, 5(4), 19.",
    "Nguyen, T. T., Hui, P.-M., Harper, F. M., Terveen, L., & Konstan, J. A. (2014). Exploring the filter bubble: the effect of using recommender systems on content diversity. Proceedings of WWW 2014, 677–686.",
    "Fleder, D., & Hosanagar, K. (2009). Blockbuster culture's next rise or fall: the impact of recommender systems on sales diversity. Management Science, 55, 697–712.",
  ],
  questions: [
    "Which way of recommending concentrates views on few films, and which narrows what each user watches?",
    "Do posts and chats among friends widen what people watch, or do friends repeat what the service recommends?",
    "Are users more content, by their own ratings, when the service knows their taste than when it shows films at random?",
  ],
  instructions:
    "You take part in a study of how people choose and talk about films. You will be told who you are, what you have watched, and what you see on your screen. " +
    "Answer as that person would, from their taste, their mood and their everyday life. The films may be ones you have never heard of: go by what you are told about them.",
  parameters: {
    users: {
      type: "integer",
      default: 40,
      min: 4,
      max: 100_000,
      label: "Number of users",
      description:
        "Users beyond those of the archive begin without ratings and with a taste drawn at random.",
    },
    rounds: { type: "integer", default: 5, min: 1, max: 100, label: "Number of rounds" },
    strategy: {
      type: "category",
      options: ["popular", "similar", "collaborative", "random"],
      default: "collaborative",
      label: "Recommendation strategy",
      description:
        "popular: the same best-liked films for all. similar: films like those one liked. collaborative: what people of similar taste liked. random: any film.",
    },
    slots: {
      type: "integer",
      default: 5,
      min: 1,
      max: 20,
      label: "Recommendations per user and round",
    },
    friends: {
      type: "integer",
      default: 4,
      min: 2,
      max: 50,
      label: "Friends per user",
      description:
        "Mean number of friends. The network starts from a ring with as many on either side, so an odd number counts as the next even one.",
    },
    posting: {
      type: "number",
      default: 0.4,
      min: 0,
      max: 1,
      label: "Probability of posting per round",
      description: "0: no social feed.",
    },
    chatting: {
      type: "number",
      default: 0.2,
      min: 0,
      max: 1,
      label: "Probability of considering a chat per round",
      description:
        "Who does may pick a friend, and chats unless the friend is busy. 0: nobody chats.",
    },
    tips: {
      type: "integer",
      default: 3,
      min: 0,
      max: 20,
      label: "Maximum films added because friends mentioned them",
    },
    turns: { type: "integer", default: 4, min: 2, max: 20, label: "Maximum turns per chat" },
  },
  rounds: "param.rounds",
  agents: {
    User: {
      label: "User",
      count: "param.users",
      attributes: {
        account: {
          type: "text",
          init: "self.id.replace('User-', '')",
          visible: "nobody",
          label: "User of the archive",
        },
        name: { type: "text", init: NAME_WITH_INITIAL, visible: "public", label: "Name" },
        age: {
          type: "integer",
          init: { distribution: "truncatedNormal", mean: 37, sd: 13, min: 18, max: 80 },
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
        first: {
          type: "category",
          options: GENRES,
          init: bestGenre("true", liking("g")),
          label: "Favourite genre",
        },
        second: {
          type: "category",
          options: GENRES,
          init: bestGenre("g != self.first", liking("g")),
          label: "Second favourite genre",
        },
        least: {
          type: "category",
          options: GENRES,
          init: bestGenre("g != self.first && g != self.second", `-${liking("g")}`),
          label: "Least favourite genre",
        },
        habit: {
          type: "category",
          options: [
            "you know what you like and stay with it",
            "you like a mixture of the familiar and the new",
            "you like to try something new",
          ],
          init: { distribution: "categorical", weights: [0.35, 0.4, 0.25] },
          label: "Habit",
        },
        evenings: {
          type: "category",
          options: ["once or twice a month", "once or twice a week", "most evenings"],
          init: { distribution: "categorical", weights: [0.15, 0.45, 0.4] },
          label: "How often they watch films",
        },
      },
      describe: "{{ self.name }}, {{ self.age }}, {{ self.occupation }}",
      profile:
        "You are {{ self.name }}, {{ self.age }} years old. Occupation: {{ self.occupation }}. You watch films {{ self.evenings }}. " +
        `You like {{ self.first | ${IN_WORDS} }} and {{ self.second | ${IN_WORDS} }} films best and {{ self.least | ${IN_WORDS} }} films least, and {{ self.habit }}.`,
      memory: {
        kind: "long",
        keep: 4,
        retrieve: 4,
        weights: { recency: 1, relevance: 1, importance: 0 },
        halfLife: 3,
      },
    },
  },
  tables: {
    Film: {
      label: "Film",
      dataset: { name: "movies" },
      attributes: {
        movieId: { type: "integer", init: { column: "movieId" }, visible: "nobody" },
        title: { type: "text", init: { column: "title" } },
        genres: { type: "list", of: { type: "text" }, init: { column: "genres" } },
      },
      describe: `{{ self.title }}: {{ self.genres | join: ", " | ${IN_WORDS} }}`,
    },
    Rating: {
      label: "Rating",
      description: "Those of the archive, of round 0, and those given by users.",
      dataset: { name: "ratings" },
      attributes: {
        account: { type: "text", init: { column: "userId" }, visible: "nobody" },
        film: { type: "ref", to: "Film", init: { column: "movieId", key: "movieId" } },
        value: {
          type: "number",
          min: 0.5,
          max: 5,
          init: { column: "rating" },
          unit: "stars from 0.5 to 5",
        },
        round: { type: "integer", init: 0 },
      },
    },
    Offer: {
      label: "Offer",
      description: "The films that a user may choose from in this round.",
      attributes: {
        user: { type: "ref", to: "User" },
        film: { type: "ref", to: "Film" },
        by: {
          type: "ref",
          to: "User",
          label: "Friend who mentioned it",
          description: "Nobody: recommended by the service.",
        },
      },
      describe: `{{ self.film.title }}: {{ self.film.genres | join: ", " | ${IN_WORDS} }}{% if self.by != null %}; mentioned by your friend {{ self.by.name }}{% endif %}`,
    },
    Viewing: {
      label: "Viewing",
      attributes: {
        user: { type: "ref", to: "User" },
        film: { type: "ref", to: "Film" },
        by: { type: "ref", to: "User", label: "Friend who mentioned it" },
        stars: { type: "integer", dynamic: true, init: { constant: null }, label: "Rating" },
        round: { type: "integer" },
      },
      describe: `{{ self.film.title }}: {{ self.film.genres | join: ", " | ${IN_WORDS} }}{% if self.stars != null %}; you gave it {{ self.stars }} of 5 stars{% endif %}`,
    },
    GenreViewing: {
      label: "Genre of a viewing",
      description: "One row for each genre of a film watched.",
      attributes: { user: { type: "ref", to: "User" }, genre: { type: "text" } },
    },
    Post: {
      label: "Post",
      attributes: {
        author: { type: "ref", to: "User" },
        film: { type: "ref", to: "Film" },
        text: { type: "text" },
        round: { type: "integer" },
      },
    },
    Tip: {
      label: "Tip",
      description: "A film that a friend mentioned to a user, in a post or in a chat.",
      attributes: {
        user: { type: "ref", to: "User" },
        film: { type: "ref", to: "Film" },
        by: { type: "ref", to: "User" },
        round: { type: "integer" },
      },
    },
    Invitation: {
      label: "Chat",
      attributes: {
        guest: { type: "ref", to: "User" },
        host: { type: "ref", to: "User" },
        round: { type: "integer" },
      },
    },
  },
  networks: {
    Friends: {
      label: "Friendship",
      between: ["User", "User"],
      generate: {
        kind: "smallWorld",
        degree: "min(2 * ceil(param.friends / 2), 2 * floor((param.users - 1) / 2))",
        rewire: 0.2,
      },
    },
  },
  views: {
    offers: {
      label: "Films to choose from in this round",
      from: "Offer",
      where: "row.user == self",
    },
    feed: {
      label: "Posts of friends since the last film evening, the latest first",
      from: "Post",
      where: "row.round == round - 1 && linked('Friends', self, row.author)",
      limit: 6,
    },
    liked: {
      label: "Films one gave four stars or more, the best first",
      from: "Rating",
      where: "row.account == self.account && row.value >= 4",
      rank: "row.value + row.round / 1000",
      limit: 6,
    },
    tonight: {
      label: "The film one watched in this round",
      from: "Viewing",
      where: "row.user == self && row.round == round",
    },
    watched: {
      label: "Films one watched lately, the latest first",
      from: "Viewing",
      where: "row.user == self",
      rank: "row.round",
      limit: 5,
    },
    partner: { label: "Friends to chat with", from: "neighbours('Friends', self)" },
  },
  actions: {
    choose: {
      label: "Choose a film",
      when: "count(view.offers) > 0",
      prompt:
        "{% if view.liked != empty %}Films you liked in the past: {% for rating in view.liked %}{{ rating.film.title }}{% unless forloop.last %}, {% endunless %}{% endfor %}.\n\n{% endif %}" +
        "{% if view.feed != empty %}Your friends wrote lately:\n{% for post in view.feed %}- {{ post.author.name }} ({{ post.author.age }}, {{ post.author.occupation }}){% if post.film != null %} about {{ post.film.title }}{% endif %}: “{{ post.text }}”\n{% endfor %}\n{% endif %}" +
        "You open your film service for the evening. Which of the films it shows do you watch, if any?",
      inputs: {
        film: {
          type: "ref",
          view: "offers",
          optional: true,
          label: "Film",
          description: "null to watch none of them",
        },
      },
      effects: [
        {
          when: "arg.film != null",
          do: [
            {
              insert: "Viewing",
              row: { user: "self", film: "arg.film.film", by: "arg.film.by", round: "round" },
            },
            {
              forEach: "arg.film.film.genres",
              as: "genre",
              do: [{ insert: "GenreViewing", row: { user: "self", genre: "genre" } }],
            },
          ],
          else: [
            { tell: "self", text: "You looked at the films on offer and watched none of them." },
          ],
        },
      ],
    },
    rate: {
      label: "Rate the film",
      when: "count(view.tonight) > 0",
      prompt: `{% for viewing in view.tonight %}You have just watched {{ viewing.film.title }}: {{ viewing.film.genres | join: ", " | ${IN_WORDS} }}.{% endfor %}\nHow did you like it, and what do you think about the film?`,
      inputs: {
        stars: {
          type: "integer",
          min: 1,
          max: 5,
          label: "Stars",
          description: "1 means very poor, 3 means neither good nor bad, 5 means excellent",
        },
        thoughts: {
          type: "text",
          maxLength: 200,
          label: "Thoughts",
          description: "what you thought of it, in one or two sentences",
        },
      },
      effects: [
        {
          forEach: "view.tonight",
          as: "viewing",
          do: [
            { set: "viewing.stars", to: "arg.stars" },
            {
              insert: "Rating",
              row: {
                account: "self.account",
                film: "viewing.film",
                value: "arg.stars",
                round: "round",
              },
            },
            {
              tell: "self",
              text: "You watched {{ viewing.film.title }}{% if viewing.by != null %}, which {{ viewing.by.name }} had mentioned,{% endif %} and gave it {{ arg.stars }} of 5 stars: “{{ arg.thoughts }}”",
            },
          ],
        },
      ],
    },
    post: {
      label: "Write a post",
      prompt:
        "You write a few lines for your friends, about films or about your evening. What do you write?",
      inputs: {
        film: {
          type: "ref",
          view: "watched",
          optional: true,
          label: "Film",
          description: "the film you write about, or null",
        },
        text: { type: "text", maxLength: 280, label: "Post" },
      },
      effects: [
        {
          insert: "Post",
          row: {
            author: "self",
            film: "arg.film == null ? null : arg.film.film",
            text: "arg.text",
            round: "round",
          },
        },
        {
          tell: "self",
          text: "You wrote to your friends{% if arg.film != null %} about {{ arg.film.film.title }}{% endif %}: “{{ arg.text }}”",
        },
        {
          when: "arg.film != null",
          do: [
            {
              forEach: "neighbours('Friends', self)",
              as: "friend",
              do: [
                {
                  insert: "Tip",
                  row: { user: "friend", film: "arg.film.film", by: "self", round: "round" },
                },
              ],
            },
          ],
        },
      ],
    },
    invite: {
      label: "Chat with a friend",
      prompt:
        "You have a few minutes to chat online with a friend. With whom do you chat, if with anybody?",
      inputs: {
        friend: {
          type: "ref",
          view: "partner",
          optional: true,
          label: "Friend",
          description: "null to chat with nobody",
        },
      },
      require: {
        that: "arg.friend == null || !Invitation.exists(i, i.round == round && (i.guest in [self, arg.friend] || i.host in [self, arg.friend]))",
        else: "one of you was chatting with somebody else",
      },
      effects: [
        {
          when: "arg.friend != null",
          do: [
            { insert: "Invitation", row: { host: "self", guest: "arg.friend", round: "round" } },
          ],
        },
      ],
    },
  },
  conversations: {
    Chat: {
      label: "Chat",
      members: "[row.host, row.guest]",
      maxTurns: "param.turns",
      prompt:
        "{% for member in members %}{% if member != self %}You are chatting online with your friend {{ member.name }} ({{ member.age }}, {{ member.occupation }}).{% endif %}{% endfor %}\n" +
        "{% if turns == empty %}You write first.\n{% else %}So far:\n{% for turn in turns %}- {% if turn.speaker == self %}You{% else %}{{ turn.speaker.name }}{% endif %}: “{{ turn.text }}”\n{% endfor %}\n{% endif %}What do you write, about films or anything else?",
      inputs: {
        text: { type: "text", minLength: 1, maxLength: 240, label: "Message" },
        film: {
          type: "ref",
          view: "watched",
          optional: true,
          label: "Film",
          description: "a film you recommend to your friend in this message, or null",
        },
        goodbye: {
          type: "boolean",
          label: "Goodbye",
          description: "whether you say goodbye with this message",
        },
      },
      end: "count(turns) > 1 && turns.exists(t, t.goodbye)",
      after: [
        {
          forEach: "turns.filter(t, t.film != null)",
          as: "mention",
          do: [
            {
              forEach: "members.filter(m, m != mention.speaker)",
              as: "listener",
              do: [
                {
                  insert: "Tip",
                  row: {
                    user: "listener",
                    film: "mention.film.film",
                    by: "mention.speaker",
                    round: "round",
                  },
                },
              ],
            },
          ],
        },
        {
          forEach: "members",
          as: "member",
          do: [
            {
              tell: "member",
              text: "You chatted with {% for other in members %}{% if other != member %}{{ other.name }} ({{ other.age }}, {{ other.occupation }}){% endif %}{% endfor %}:{% for turn in turns %} {% if turn.speaker == member %}You{% else %}{{ turn.speaker.name }}{% endif %}: “{{ turn.text }}”{% endfor %}",
            },
          ],
        },
      ],
    },
  },
  phases: [
    {
      id: "recommend",
      label: "Recommending",
      rules: [
        { delete: "Offer" },
        {
          run: "recommend@1",
          as: "advice",
          with: {
            users: "User.map(u, u.account)",
            items: "Film.map(f, {'who': f, 'tags': f.genres})",
            ratings: "Rating.map(r, {'user': r.account, 'item': r.film, 'value': r.value})",
            strategy: "param.strategy",
            count: "param.slots",
            neutral: 3,
          },
          do: [
            {
              forEach: "advice.entries",
              as: "entry",
              do: [
                {
                  forEach:
                    "User.filter(u, u.account == entry.user && !Viewing.exists(v, v.user == u && v.film == entry.item.who))",
                  as: "reader",
                  do: [
                    {
                      insert: "Offer",
                      row: { user: "reader", film: "entry.item.who", by: "null" },
                    },
                  ],
                },
              ],
            },
          ],
        },
        {
          forEach: "Tip.filter(t, t.round == round - 1)",
          as: "tip",
          do: [
            {
              when:
                "count(Offer, o, o.user == tip.user && o.by != null) < param.tips && !Offer.exists(o, o.user == tip.user && o.film == tip.film) && " +
                "!Viewing.exists(v, v.user == tip.user && v.film == tip.film) && !Rating.exists(r, r.account == tip.user.account && r.film == tip.film)",
              do: [{ insert: "Offer", row: { user: "tip.user", film: "tip.film", by: "tip.by" } }],
            },
          ],
        },
      ],
    },
    { id: "choose", label: "Choosing a film", decide: "User", do: ["choose"] },
    { id: "rate", label: "Watching and rating", decide: "User", do: ["rate"] },
    { id: "post", label: "Posting", decide: "User", do: ["post"], activation: "param.posting" },
    {
      id: "invite",
      label: "Asking a friend for a chat",
      decide: "User",
      do: ["invite"],
      activation: "param.chatting",
    },
    {
      id: "chat",
      label: "Chatting",
      converse: "Chat",
      groups: "Invitation.filter(i, i.round == round)",
    },
  ],
  measures: {
    views: {
      value: "count(Viewing, v, v.round == round)",
      label: "Films watched in the round",
      unit: "views",
      chart: "bar",
    },
    meanRating: {
      value: "mean(Viewing.filter(v, v.round == round && v.stars != null).map(v, v.stars))",
      label: "Mean rating in the round",
      unit: "stars from 1 to 5",
    },
    diversity: {
      value: `mean(User.filter(u, count(${OWN_VIEWS}) > 0).map(u, entropy(GenreViewing.filter(g, g.user == u).map(g, g.genre))))`,
      label: "Diversity within users",
      description:
        "Shannon entropy of the genres a user has watched so far, in nats; mean over users who watched something. It falls behind as users are shown more of the same.",
      unit: "nats",
    },
    diversityOverall: {
      value: "entropy(GenreViewing.map(g, g.genre))",
      label: "Diversity over all users",
      description: "Shannon entropy of the genres of all films watched so far, in nats.",
      unit: "nats",
    },
    ownGenres: {
      value: "share(Viewing, v, v.user.first in v.film.genres || v.user.second in v.film.genres)",
      label: "Views of films in a favourite genre",
      description:
        "Of all views so far, the share of films in the user's first or second favourite genre.",
      unit: "share of views",
    },
    concentration: {
      value: "gini(Film.map(f, count(Viewing, v, v.film == f)))",
      label: "Concentration of views",
      description:
        "Gini coefficient of the views per film so far: 0 when all films are watched equally often, near 1 when all watch one film.",
      unit: "Gini coefficient",
    },
    coverage: {
      value: "share(Film, f, Viewing.exists(v, v.film == f))",
      label: "Films watched by anybody",
      unit: "share of films",
    },
    recommended: {
      value: "share(Viewing.filter(v, v.round == round), v, v.by == null)",
      label: "Views that follow a recommendation of the service",
      description: "The others follow what a friend mentioned.",
      unit: "share of views",
    },
    accepted: {
      value:
        "count(Offer, o, o.by == null) == 0 ? null : count(Viewing, v, v.round == round && v.by == null) / count(Offer, o, o.by == null)",
      label: "Recommended films that were watched",
      unit: "share of recommendations",
    },
    posts: {
      value: "count(Post, p, p.round == round)",
      label: "Posts in the round",
      unit: "posts",
      chart: "bar",
    },
    chats: {
      value: "count(Invitation, i, i.round == round)",
      label: "Chats in the round",
      unit: "chats",
      chart: "bar",
    },
  },
};
