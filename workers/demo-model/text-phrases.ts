import type { Axis } from "./lexicon";

export type Lean = "for" | "against" | "unsure";
type Phrases = readonly [string, ...string[]];

/** Opening clauses; {topic} is a noun phrase. */
export const CLAIMS: Record<Lean, Phrases> = {
  for: [
    "I support {topic}", "I am in favour of {topic}", "I think {topic} is a good idea", "For me {topic} is worth it", "I would say yes to {topic}",
    "We should go ahead with {topic}", "I have come to agree with {topic}", "I can see the good in {topic}", "I would back {topic}",
  ],
  against: [
    "I am against {topic}", "I cannot support {topic}", "I think {topic} is a bad idea", "I would rather do without {topic}", "I do not agree with {topic}",
    "{Topic} is not for me", "I would vote against {topic}", "I am not convinced by {topic}, and I oppose it", "I have no faith in {topic}",
  ],
  unsure: [
    "I am torn about {topic}", "I have not made up my mind about {topic}", "I can see both sides of {topic}", "I go back and forth on {topic}",
    "I am still thinking about {topic}", "I am not sure what to make of {topic}",
  ],
};

/** Clauses after "because", by the strongest leaning of the person and its direction. */
export const REASONS: Record<Axis, { readonly low: Phrases; readonly high: Phrases }> = {
  risk: {
    low: ["I do not like to gamble with what I have", "I would rather be safe than sorry", "one should not rush into things that are hard to undo", "I prefer to know what I am getting into"],
    high: ["you only get somewhere if you try", "I would rather take the chance than regret it", "playing it safe has never got me far", "a bit of risk does not scare me"],
  },
  care: {
    low: ["I have to look after myself first", "nobody else is going to pay my bills", "I worked for what I have", "everyone should carry their own share"],
    high: ["we should look after each other", "it matters to people who have less than I do", "I want it to be fair for everyone", "I think of those who come after us"],
  },
  trust: {
    low: ["I do not believe all the promises", "I have been let down before", "I want to see proof first", "somebody always profits from these things"],
    high: ["I believe most people mean well", "I trust the people around me on this", "people usually keep their word", "I have good experience with trusting others"],
  },
  social: {
    low: ["I like to keep out of such quarrels", "I would rather stay in the background", "I decide such things for myself", "I do not need everyone to agree with me"],
    high: ["I have talked it over with many people", "it is something we should do together", "my friends and I keep coming back to it", "I like it when people join in"],
  },
  mood: {
    low: ["I worry about where this is going", "things have been getting worse, not better", "I cannot shake the feeling that it will go wrong", "times are hard enough as they are"],
    high: ["I think it will work out in the end", "there is more good in it than people say", "I look forward to what comes of it", "I would like to stay hopeful"],
  },
  open: {
    low: ["what we have has worked well enough", "I do not change my mind every week", "I was brought up to see it this way", "I hold on to what I know"],
    high: ["I am curious what would come of it", "it is good to try something new", "I want to hear more views on it", "we learn something either way"],
  },
  stance: {
    low: ["it costs people like me more than it brings", "the drawbacks weigh more for me", "it asks too much of ordinary people", "it will not do what they say it does"],
    high: ["it does more good than harm", "the benefits weigh more for me", "somebody has to make a start", "it is the sensible thing to do"],
  },
  side: {
    low: ["those who can carry more should do so", "it should not be left to the market alone", "working people have waited long enough", "public services should come first"],
    high: ["people should decide for themselves", "the state should not meddle in everything", "hard work has to pay off", "I would rather keep taxes and rules low"],
  },
};

export const PICKED: Phrases = ["I went for {picked}", "I chose {picked}", "I picked {picked}", "{Picked} felt right to me", "I settled on {picked}"];
export const REACTIONS: Record<Lean, Phrases> = {
  for: ["What I read here sounds right to me.", "Good to see others say it too.", "I am glad somebody brings it up."],
  against: ["I see it differently from what I read here.", "Some of what I read here surprises me.", "With respect, I read this another way."],
  unsure: ["There is something in what others say.", "I hear good points on both sides.", "I would like to hear more before I decide."],
};
export const CLOSERS: Record<Lean, Phrases> = {
  for: ["Let us give it a try.", "I hope others see it too.", "That is why I stand by it.", "It is time to act."],
  against: ["I will not change my mind easily.", "Let us leave it as it is.", "Somebody has to say it.", "There must be a better way."],
  unsure: ["Ask me again in a while.", "What do you all think?", "I need more time.", "Convince me."],
};
export const PLANS: Phrases = ["Next I will take {topic} one step at a time", "I plan to keep an eye on {topic}", "I want to talk to others about {topic}", "I will come back to {topic} soon"];
export const AGED: { readonly young: Phrases; readonly old: Phrases } = {
  young: ["It is my generation that lives with it.", "I have my whole life ahead of me.", "People my age talk about little else."],
  old: ["At my age I have seen such things before.", "I have lived long enough to judge that.", "I think of my grandchildren."],
};
export const SHORT: Record<Lean, Phrases> = {
  for: ["I am for it.", "Yes, I agree.", "I like it.", "Count me in."],
  against: ["I am against it.", "No, not for me.", "I disagree.", "Not with me."],
  unsure: ["I am not sure.", "It depends.", "Hard to say.", "Let me think."],
};
