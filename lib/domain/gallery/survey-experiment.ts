import type { ScenarioDocument } from "../scenario";

const REGIONS = ["city centre", "suburb", "small town", "village"];
const EDUCATION = ["lower secondary", "vocational training", "upper secondary", "university degree"];

/** Nobody has a degree at 18; older cohorts have fewer. Options named several times are that much more likely. */
const EDUCATION_BY_AGE =
  "self.age < 23 ? choice(['lower secondary', 'vocational training', 'upper secondary', 'upper secondary']) : " +
  "(self.age < 60 ? choice(['lower secondary', 'vocational training', 'vocational training', 'vocational training', 'upper secondary', 'university degree', 'university degree', 'university degree']) : " +
  "choice(['lower secondary', 'lower secondary', 'vocational training', 'vocational training', 'vocational training', 'upper secondary', 'university degree']))";

/** Nobody has answered yet. A respondent whose answer could not be used stays so, and is left out of the measures. */
const NOT_ASKED = { constant: null };

const answeredIn = (frame: "gain" | "cost"): string => `Respondent.filter(r, r.frame == '${frame}' && r.support != null)`;

/** A framing experiment in a survey: the same policy, told as a gain or as a cost. */
export const surveyExperiment: ScenarioDocument = {
  schema: "microcosm/scenario/1",
  name: "survey-experiment",
  title: "Framing a car-free city centre: a survey experiment",
  summary: "Respondents answer a short survey on a car-free city centre. Half read about cleaner air and quieter streets, half about detours and lost parking.",
  description:
    "A two-arm survey experiment. Respondents are drawn with age, gender, place of residence, education, car use, trust and political leaning. Each is assigned at random to one of " +
    "two arms, an attribute of the respondent. Everybody first answers general questions; then reads about the same policy, framed as a gain or as a cost; then answers the outcome " +
    "questions. Measures compare the arms; the balance check shows whether chance made them alike before the treatment.",
  domain: "Survey methodology",
  literature: [
    "Druckman, J. N. (2001). On the limits of framing effects: who can frame? Journal of Politics, 63, 1041–1066. (Emphasis framing, as here: the arms stress different consequences.)",
    "Chong, D., & Druckman, J. N. (2007). Framing theory. Annual Review of Political Science, 10, 103–126.",
    "Argyle, L. P., et al. (2023). Out of one, many: using language models to simulate human samples. Political Analysis, 31, 337–351.",
  ],
  questions: [
    "How large is the framing effect on support, and does it reach willingness to pay?",
    "Is the effect larger among people who drive to work every day?",
    "How many respondents are needed before the difference between the arms stands out from chance?",
  ],
  instructions:
    "You are taking part in a telephone survey by a university. You will be told who you are. Answer every question as this person would, honestly and from their everyday life. " +
    "There are no right or wrong answers, and what you say stays anonymous.",
  parameters: {
    respondents: { type: "integer", default: 200, min: 10, max: 1_000_000, label: "Number of respondents" },
    costShare: { type: "number", default: 0.5, min: 0, max: 1, label: "Share that reads the cost frame" },
  },
  rounds: "1",
  agents: {
    Respondent: {
      label: "Respondent",
      count: "param.respondents",
      attributes: {
        frame: { type: "category", options: ["gain", "cost"], init: "chance(param.costShare) ? 'cost' : 'gain'", visible: "nobody", label: "Arm" },
        age: { type: "integer", init: { distribution: "truncatedNormal", mean: 49, sd: 18, min: 18, max: 92 }, visible: "self", label: "Age", unit: "years" },
        gender: { type: "category", options: ["woman", "man", "non-binary person"], init: { distribution: "categorical", weights: [0.505, 0.485, 0.01] }, visible: "self", label: "Gender" },
        residence: { type: "category", options: REGIONS, init: { distribution: "categorical", weights: [0.22, 0.33, 0.27, 0.18] }, visible: "self", label: "Place of residence" },
        education: { type: "category", options: EDUCATION, init: EDUCATION_BY_AGE, visible: "self", label: "Education" },
        car: {
          type: "category", options: ["no car", "uses a car now and then", "drives nearly every day"], visible: "self", label: "Car use",
          init: {
            given: "residence",
            cases: {
              "city centre": { distribution: "categorical", weights: [0.5, 0.3, 0.2] },
              suburb: { distribution: "categorical", weights: [0.2, 0.35, 0.45] },
              "small town": { distribution: "categorical", weights: [0.12, 0.33, 0.55] },
            },
            otherwise: { distribution: "categorical", weights: [0.06, 0.24, 0.7] },
          },
        },
        leaning: { type: "category", options: ["left", "centre", "right"], init: { distribution: "categorical", weights: [0.32, 0.38, 0.3] }, visible: "self", label: "Political leaning" },
        trust: { type: "integer", min: 0, max: 10, init: { distribution: "truncatedNormal", mean: 5, sd: 2.3, min: 0, max: 10 }, visible: "self", label: "Trust in the city council", unit: "from 0 none to 10 complete" },
        concern: { type: "integer", dynamic: true, visible: "self", label: "Concern about traffic", unit: "from 1 not at all to 7 very", init: NOT_ASKED },
        support: { type: "integer", dynamic: true, visible: "self", label: "Support", unit: "from 1 strongly oppose to 7 strongly support", init: NOT_ASKED },
        fee: { type: "number", dynamic: true, visible: "self", label: "Acceptable monthly fee", unit: "euros a month", init: NOT_ASKED },
        wouldSign: { type: "boolean", dynamic: true, visible: "self", label: "Would sign a petition in favour", init: NOT_ASKED },
        vote: { type: "category", options: ["in favour", "against", "would not vote"], dynamic: true, visible: "self", label: "Vote in a referendum", init: NOT_ASKED },
      },
      profile:
        "You are a {{ self.gender }}, {{ self.age }} years old. You live in {% if self.residence == 'city centre' %}the{% else %}a{% endif %} {{ self.residence }}. Education: {{ self.education }}. " +
        "Car: {% if self.car == 'no car' %}you have no car{% elsif self.car == 'drives nearly every day' %}you drive nearly every day{% else %}you use a car now and then{% endif %}. " +
        "Politically you see yourself {% if self.leaning == 'centre' %}in{% else %}on{% endif %} the {{ self.leaning }}. Your trust in the city council is {{ self.trust }} on a scale from 0 (none) to 10 (complete).",
      memory: { kind: "short", keep: 4 },
    },
  },
  views: {
    framed: { label: "The respondent, when in the cost arm", from: "[self]", where: "row.frame == 'cost'" },
  },
  questionnaires: {
    background: {
      label: "Before the vignette",
      intro: "First, a few questions about traffic in the city nearest to you, or the one you live in.",
      items: {
        concern: { type: "integer", min: 1, max: 7, label: "Concern", description: "How worried are you about the effects of traffic on the quality of life there? 1 means not at all worried, 7 means very worried." },
        trips: { type: "integer", min: 0, max: 31, label: "Trips", description: "On about how many days a month do you shop, eat out or run errands in the city centre?" },
        means: { type: "list", of: { type: "category", options: ["on foot", "by bicycle", "by bus or tram", "by car"] }, minItems: 1, maxItems: 4, label: "Means of transport", description: "How do you usually get there? Name all that apply." },
      },
      effects: [
        { set: "self.concern", to: "arg.concern" },
        { tell: "self", text: "You told the interviewer that your concern about traffic is {{ arg.concern }} on a scale from 1 to 7, and that you go to the city centre on about {{ arg.trips }} days a month, usually {{ arg.means | join: ', ' }}." },
      ],
    },
    outcome: {
      label: "Vignette and outcome",
      intro:
        "Now I will read you a short report from the local newspaper.\n\n" +
        "“The council plans to close the city centre to private cars between 8 a.m. and 8 p.m. Deliveries, residents, taxis and people with disabilities are exempt. " +
        "{% if view.framed.size > 0 %}Shopkeepers warn that 1,200 parking spaces will be lost. Drivers will have to take detours of about ten minutes, and the extra buses will cost the city several million euros a year." +
        "{% else %}Doctors expect fewer days with bad air and about a third less noise. Streets will have room for trees and café tables, and buses will run every five minutes.{% endif %}”\n\n" +
        "Here are my last questions.",
      items: {
        support: { type: "integer", min: 1, max: 7, label: "Support", description: "Do you oppose or support this plan? 1 means strongly oppose, 7 means strongly support." },
        vote: { type: "category", options: ["in favour", "against", "would not vote"], label: "Referendum", description: "If there were a referendum on it next Sunday, how would you vote?" },
        fee: { type: "number", min: 0, max: 50, label: "Fee", description: "What monthly fee per household, in euros, would you accept to pay for better buses? 0 if none." },
        wouldSign: { type: "boolean", label: "Petition", description: "Would you sign a petition in favour of the plan?" },
        reason: { type: "text", maxLength: 240, label: "Main reason", description: "What is the main reason for your view? One or two sentences." },
      },
      effects: [
        { set: "self.support", to: "arg.support" },
        { set: "self.vote", to: "arg.vote" },
        { set: "self.fee", to: "arg.fee" },
        { set: "self.wouldSign", to: "arg.wouldSign" },
      ],
    },
  },
  phases: [
    { id: "background", label: "Before the vignette", ask: "background", who: "Respondent" },
    { id: "outcome", label: "Vignette and outcome", ask: "outcome", who: "Respondent" },
  ],
  measures: {
    supportGain: { value: `mean(${answeredIn("gain")}.map(r, r.support))`, label: "Support, gain frame", unit: "from 1 to 7", at: "end", chart: "bar" },
    supportCost: { value: `mean(${answeredIn("cost")}.map(r, r.support))`, label: "Support, cost frame", unit: "from 1 to 7", at: "end", chart: "bar" },
    effect: {
      value: `mean(${answeredIn("gain")}.map(r, r.support)) - mean(${answeredIn("cost")}.map(r, r.support))`,
      label: "Framing effect on support", description: "Mean support in the gain frame minus that in the cost frame.", unit: "scale points", at: "end", chart: "bar",
    },
    standardError: {
      value: `sqrt(pow(sd(${answeredIn("gain")}.map(r, r.support)), 2) / count(${answeredIn("gain")}) + pow(sd(${answeredIn("cost")}.map(r, r.support)), 2) / count(${answeredIn("cost")}))`,
      label: "Standard error of the effect", description: "Of the difference between two means with unequal variances (Welch).", unit: "scale points", at: "end", chart: "none",
    },
    agreeGain: { value: `share(${answeredIn("gain")}, r, r.support >= 5)`, label: "Supporters, gain frame", description: "Share that answers 5, 6 or 7.", unit: "share", at: "end", chart: "bar" },
    agreeCost: { value: `share(${answeredIn("cost")}, r, r.support >= 5)`, label: "Supporters, cost frame", description: "Share that answers 5, 6 or 7.", unit: "share", at: "end", chart: "bar" },
    inFavour: { value: "share(Respondent.filter(r, r.vote != null), r, r.vote == 'in favour')", label: "Would vote in favour", unit: "share", at: "end", chart: "bar" },
    feeEffect: {
      value: `mean(${answeredIn("gain")}.map(r, r.fee)) - mean(${answeredIn("cost")}.map(r, r.fee))`,
      label: "Framing effect on the fee", unit: "euros a month", at: "end", chart: "bar",
    },
    balanceTrust: {
      value: "mean(Respondent.filter(r, r.frame == 'gain').map(r, r.trust)) - mean(Respondent.filter(r, r.frame == 'cost').map(r, r.trust))",
      label: "Balance check: trust", description: "Difference between the arms in an attribute the treatment cannot have changed. Near 0 when chance has made them alike.", unit: "scale points", at: "end", chart: "bar",
    },
    balanceDrivers: {
      value: "share(Respondent.filter(r, r.frame == 'gain'), r, r.car == 'drives nearly every day') - share(Respondent.filter(r, r.frame == 'cost'), r, r.car == 'drives nearly every day')",
      label: "Balance check: daily drivers", description: "Difference between the arms in the share that drives nearly every day. Near 0 when chance has made them alike.", unit: "share", at: "end", chart: "bar",
    },
    answered: { value: "share(Respondent, r, r.support != null)", label: "Usable answers", description: "Share of respondents whose answers to the outcome questions could be used.", unit: "share", at: "end", chart: "bar" },
  },
};
