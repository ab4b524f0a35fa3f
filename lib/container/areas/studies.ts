import { estimateStudy } from "@/lib/services/estimates/estimate-study";
import { getRunActual, getStudyActual } from "@/lib/services/estimates/get-actual";
import { getStudyOverview } from "@/lib/services/estimates/get-study-overview";
import { startWithEstimate } from "@/lib/services/estimates/start-with-estimate";
import { changeBudget, getBudget } from "@/lib/services/studies/change-budget";
import { archiveStudy, editStudy } from "@/lib/services/studies/edit-study";
import { getDesign } from "@/lib/services/studies/get-design";
import { changeProjectBudget, getProjectBudget } from "@/lib/services/studies/project-budget";
import { getStudy, listStudies, listStudyTags } from "@/lib/services/studies/list-studies";
import { repeatStudy } from "@/lib/services/studies/repeat-study";
import { seedExample } from "@/lib/services/studies/seed-example";
import type { Resources } from "../resources";
import { bind } from "./bind";

export function bindStudies(resources: Resources) {
  const { members, projects, studies, runs, endpoints, datasets, clock, anySeed, hash } = resources;
  const { storedScenarios, scenarios } = resources;
  const { studySnapshots, budgets, estimates, estimateCache, computation } = resources;
  const { queue, ledger, interventions, log } = resources;
  const preparing = { members, projects, endpoints, datasets, computation, storedScenarios };
  const dispatching = { queue, ledger, interventions };
  const starting = { ...preparing, ...dispatching, runs, studies, anySeed, hash, log };
  const estimating = { ...preparing, estimates, estimateCache, hash };
  const comparing = { members, runs, estimates, clock };
  return {
    listStudies: bind(listStudies, { members, projects, studies, runs, clock }),
    listStudyTags: bind(listStudyTags, { members, projects, studies }),
    editStudy: bind(editStudy, { members, studies }),
    archiveStudy: bind(archiveStudy, { members, studies, runs }),
    getStudy: bind(getStudy, { members, studies, runs, clock }),
    startStudy: bind(startWithEstimate, { ...starting, ...estimating }),
    repeatStudy: bind(repeatStudy, { members, runs, studies, ...dispatching, log }),
    seedExample: bind(seedExample, starting),
    getProjectBudget: bind(getProjectBudget, { members, projects, runs, budgets }),
    changeProjectBudget: bind(changeProjectBudget, {
      ...{ members, projects, runs, budgets, endpoints },
      ...dispatching,
    }),
    getBudget: bind(getBudget, { members, studies, budgets }),
    changeBudget: bind(changeBudget, {
      ...{ members, studies, runs, budgets, endpoints },
      ...dispatching,
    }),
    getDesign: bind(getDesign, {
      ...{ members, projects, storedScenarios, studies, runs, scenarios, hash },
    }),
    estimateStudy: bind(estimateStudy, estimating),
    getStudyOverview: bind(getStudyOverview, {
      ...{ members, studies, estimates, clock },
      snapshots: studySnapshots,
    }),
    getStudyActual: bind(getStudyActual, comparing),
    getRunActual: bind(getRunActual, comparing),
  };
}
