import type { ScenarioDocument } from "../scenario";
import { callMarket } from "./call-market";
import { citizensAssembly } from "./citizens-assembly";
import { epidemic } from "./epidemic";
import { groupDiscussion } from "./group-discussion";
import { jobMarket } from "./job-market";
import { opinionDynamics } from "./opinion-dynamics";
import { organisation } from "./organisation";
import { prisonersDilemma } from "./prisoners-dilemma";
import { publicGoods } from "./public-goods";
import { recommender } from "./recommender";
import { rumour } from "./rumour";
import { surveyExperiment } from "./survey-experiment";

const GALLERY: readonly ScenarioDocument[] = [
  opinionDynamics,
  surveyExperiment,
  epidemic,
  rumour,
  jobMarket,
  publicGoods,
  prisonersDilemma,
  callMarket,
  organisation,
  groupDiscussion,
  recommender,
  citizensAssembly,
];

/** The templates, in the order of the gallery. */
export const templates = (): readonly ScenarioDocument[] => GALLERY;

/** One template by its name. */
export const findTemplate = (name: string): ScenarioDocument | undefined =>
  GALLERY.find((document) => document.name === name);
