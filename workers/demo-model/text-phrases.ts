import type { Axis } from "./lexicon";

export type StanceLabel = "for" | "against" | "unsure";
type Phrases = readonly [string, ...string[]];

/**
 * Opening clauses; {topic} is a noun phrase. Each names its side in words that a reader of the post
 * recognises.
 */
export const CLAIMS: Record<StanceLabel, Phrases> = {
  for: [
    "I support {topic}",
    "I am in favour of {topic}",
    "I think {topic} is a good idea",
    "For me {topic} is worth it",
    "I would say yes to {topic}",
    "I approve of {topic}",
    "I agree with {topic}",
    "I can see the good in {topic}",
    "I would back {topic}",
  ],
  against: [
    "I am against {topic}",
    "I cannot support {topic}",
    "I think {topic} is a bad idea",
    "I am not in favour of {topic}",
    "I do not agree with {topic}",
    "For me {topic} is wrong",
    "I would vote against {topic}",
    "I oppose {topic}",
    "I do not approve of {topic}",
  ],
  unsure: [
    "I am torn about {topic}",
    "I have not made up my mind about {topic}",
    "I can see both sides of {topic}",
    "I keep changing my mind about {topic}",
    "I am still thinking about {topic}",
    "I am not sure what to make of {topic}",
  ],
};

/**
 * Clauses that follow a claim, by the strongest leaning of the person; each list supports one side
 * only.
 */
export const ARGUMENTS: Record<
  "for" | "against",
  Partial<Record<Axis, { readonly low: Phrases; readonly high: Phrases }>>
> = {
  for: {
    risk: {
      low: ["doing nothing would be the bigger gamble", "I prefer a clear plan to more delay"],
      high: ["you only get somewhere if you try", "I would rather try it than regret it later"],
    },
    care: {
      low: ["in the end I gain from it too", "everyone carries their share"],
      high: ["we should look after each other", "I think of those who come after us"],
    },
    trust: {
      low: ["this time I can see what it brings", "I have looked at it closely"],
      high: ["I believe most people mean well here", "I trust the people who planned it"],
    },
    social: {
      low: ["it makes sense to me, whatever others say", "I thought it through by myself"],
      high: ["it is something we should do together", "I like it when people join in"],
    },
    mood: {
      low: ["it cannot go on like this", "I worry about what happens otherwise"],
      high: ["I think it will work out in the end", "I look forward to what comes of it"],
    },
    open: {
      low: ["I have seen it this way for a long time", "I was brought up to see it this way"],
      high: ["I am curious what would come of it", "we can learn something from it"],
    },
    stance: {
      low: ["somebody has to make a start", "it helps more than it hurts"],
      high: ["it brings more than it costs", "somebody has to make a start"],
    },
    side: {
      low: ["those who can carry more should do so", "it should not be left to the market alone"],
      high: ["everybody answers for what they do", "it rewards people who plan ahead"],
    },
  },
  against: {
    risk: {
      low: [
        "I do not like to gamble with what I have",
        "one should not rush into things that are hard to undo",
      ],
      high: ["it slows down people who want to build something", "it leaves no room to try things"],
    },
    care: {
      low: ["nobody else is going to pay my bills", "I worked for what I have"],
      high: [
        "it hits people who have less than I do",
        "I worry about my neighbours who can hardly pay their bills",
      ],
    },
    trust: {
      low: ["I do not believe all the promises", "somebody always profits from these things"],
      high: [
        "people do what is needed without being told",
        "I trust people to sort this out themselves",
      ],
    },
    social: {
      low: ["I decide such things for myself", "I want to be left in peace"],
      high: [
        "I hear the same worry from everyone around me",
        "it divides people who used to get along",
      ],
    },
    mood: {
      low: ["I worry about where this is going", "times are hard enough as they are"],
      high: ["we were doing fine as it was", "I am sure we will find another way"],
    },
    open: {
      low: ["what we have has worked well enough", "I hold on to what I know"],
      high: ["I would like to look at other ways first", "there are other ways to get there"],
    },
    stance: {
      low: ["it costs people like me more than it brings", "it asks too much of ordinary people"],
      high: ["the drawbacks weigh more for me", "it asks too much of ordinary people"],
    },
    side: {
      low: ["working people end up paying for it", "it lets the big companies off the hook"],
      high: ["people should decide for themselves", "the state should not meddle in everything"],
    },
  },
};

/** Statements of an undecided person. */
export const DOUBTS: Phrases = [
  "I hear points on both sides",
  "I would like to know more first",
  "it depends on how it is done",
  "I do not know yet what it means for people like me",
  "one day I think one thing, the next day the other",
  "I want to see what comes of it first",
];

/** Reasons for a position; whole sentences without a topic. {friend} wrote something. */
export const MOVED_BY_OTHERS: Record<"up" | "down" | "same", Phrases> = {
  up: [
    "What my friends wrote made me a little more open to it.",
    "{friend} has a point, so I see it a bit more kindly now.",
    "I had not thought of some of the arguments for it.",
    "After reading that I mind it less than before.",
  ],
  down: [
    "What my friends wrote made me more doubtful.",
    "{friend} has a point, and I have more doubts now.",
    "Some of what I read made me more careful about it.",
    "I worry more than before about what it will cost people like me.",
  ],
  same: [
    "My friends' posts did not change my view.",
    "I read it all, but I still see it the way I did.",
    "Nothing I read was new to me.",
    "{friend} gave me something to think about, but I stay where I am.",
  ],
};

/** Reasons without a message of a friend. */
export const UNMOVED: Phrases = [
  "I heard nothing new today.",
  "Nobody gave me a reason to change my mind.",
  "I have thought about it, and I still see it the same way.",
  "Nothing happened that would move me.",
];
export const MOVED_WITHOUT_POSTS: Record<"up" | "down", Phrases> = {
  up: [
    "The longer I think about it, the less I mind it.",
    "I slept on it and see it a bit more kindly now.",
  ],
  down: [
    "The longer I think about it, the more doubts I have.",
    "I slept on it and have a few more doubts now.",
  ],
};

/** Opinions without a topic, for prompts that do not state one clearly. */
export const NEUTRAL: Phrases = [
  "I would have to think about that a little longer.",
  "For me it depends on the day.",
  "I try to take things as they come.",
  "I can only speak for myself, but I am content.",
  "I do what seems right to me at the time.",
  "It is hard for me to put into words.",
];
export const DAY_ANSWERS: Phrases = [
  "My {time} was quiet, with a coffee and the news.",
  "My {time} was busy, but I managed.",
  "It was an ordinary {time}, nothing special.",
  "My {time} was good, I even had time for a walk.",
  "I had a slow {time} at home.",
];

/** Clauses after "because", by the strongest leaning of the person and its direction. */
export const REASONS: Record<Axis, { readonly low: Phrases; readonly high: Phrases }> = {
  risk: {
    low: [
      "I do not like to gamble with what I have",
      "I would rather be safe than sorry",
      "one should not rush into things that are hard to undo",
      "I prefer to know what I am getting into",
    ],
    high: [
      "you only get somewhere if you try",
      "I would rather take the chance than regret it",
      "playing it safe has never got me far",
      "a bit of risk does not scare me",
    ],
  },
  care: {
    low: [
      "I have to look after myself first",
      "nobody else is going to pay my bills",
      "I worked for what I have",
      "everyone should carry their own share",
    ],
    high: [
      "we should look after each other",
      "it matters to people who have less than I do",
      "I want it to be fair for everyone",
      "I think of those who come after us",
    ],
  },
  trust: {
    low: [
      "I do not believe all the promises",
      "I have been let down before",
      "I want to see proof first",
      "somebody always profits from these things",
    ],
    high: [
      "I believe most people mean well",
      "I trust the people around me on this",
      "people usually keep their word",
      "I have good experience with trusting others",
    ],
  },
  social: {
    low: [
      "I like to keep out of such quarrels",
      "I would rather stay in the background",
      "I decide such things for myself",
      "I do not need everyone to agree with me",
    ],
    high: [
      "I have talked it over with many people",
      "it is something we should do together",
      "my friends and I keep coming back to it",
      "I like it when people join in",
    ],
  },
  mood: {
    low: [
      "I worry about where this is going",
      "things have been getting worse, not better",
      "I cannot shake the feeling that it will go wrong",
      "times are hard enough as they are",
    ],
    high: [
      "I think it will work out in the end",
      "there is more good in it than people say",
      "I look forward to what comes of it",
      "I would like to stay hopeful",
    ],
  },
  open: {
    low: [
      "what we have has worked well enough",
      "I do not change my mind every week",
      "I was brought up to see it this way",
      "I hold on to what I know",
    ],
    high: [
      "I am curious what would come of it",
      "it is good to try something new",
      "I want to hear more views on it",
      "we learn something either way",
    ],
  },
  stance: {
    low: [
      "it costs people like me more than it brings",
      "the drawbacks weigh more for me",
      "it asks too much of ordinary people",
      "it will not do what they say it does",
    ],
    high: [
      "it does more good than harm",
      "the benefits weigh more for me",
      "somebody has to make a start",
      "it is the sensible thing to do",
    ],
  },
  side: {
    low: [
      "those who can carry more should do so",
      "it should not be left to the market alone",
      "working people have waited long enough",
      "public services should come first",
    ],
    high: [
      "people should decide for themselves",
      "the state should not meddle in everything",
      "hard work has to pay off",
      "I would rather keep taxes and rules low",
    ],
  },
};

export const CHOICE_TEMPLATES: Phrases = [
  "I went for {picked}",
  "I chose {picked}",
  "I picked {picked}",
  "{Picked} felt right to me",
  "I settled on {picked}",
];
export const REACTIONS: Record<StanceLabel, Phrases> = {
  for: [
    "I am happy to talk about it.",
    "Thank you for bringing it up.",
    "I am glad somebody brings it up.",
  ],
  against: ["I have my own view of this.", "Let me be frank.", "I will say it plainly."],
  unsure: [
    "There is something in what others say.",
    "I hear good points on both sides.",
    "I would like to hear more before I decide.",
  ],
};
export const CLOSERS: Record<StanceLabel, Phrases> = {
  for: [
    "Let us give it a try.",
    "I hope others see it too.",
    "That is why I stand by it.",
    "It is time to act.",
  ],
  against: [
    "I will not change my mind easily.",
    "Let us leave it as it is.",
    "Somebody has to say it.",
    "There must be another way.",
  ],
  unsure: [
    "Ask me again in a while.",
    "What do you all think?",
    "I need more time.",
    "Convince me.",
  ],
};
export const PLANS: Phrases = [
  "Next I will take {topic} one step at a time",
  "I plan to keep an eye on {topic}",
  "I want to talk to others about {topic}",
  "I will come back to {topic} soon",
];
export const AGE_REMARKS: { readonly young: Phrases; readonly old: Phrases } = {
  young: [
    "It is my generation that lives with it.",
    "I have my whole life ahead of me.",
    "People my age talk about little else.",
  ],
  old: [
    "At my age I have seen such things before.",
    "I have lived long enough to judge that.",
    "I think of my grandchildren.",
  ],
};
export const SHORT_ANSWERS: Record<StanceLabel, Phrases> = {
  for: ["I am for it.", "Yes, I agree.", "I like it.", "Count me in."],
  against: ["I am against it.", "No, not for me.", "I disagree.", "Not with me."],
  unsure: ["I am not sure.", "It depends.", "Hard to say.", "Let me think."],
};
