import type { AccountPorts } from "@/lib/services/accounts/create-owner";
import { createOwner, getSetupState } from "@/lib/services/accounts/create-owner";
import { getViewer, identify } from "@/lib/services/accounts/identify";
import { changeBudget, getBudget } from "@/lib/services/studies/change-budget";
import { describePopulation } from "@/lib/services/population/describe-population";
import { type PopulationPorts, listAgents } from "@/lib/services/population/list-agents";
import { archiveDataset, getDataset, listDatasets } from "@/lib/services/datasets/list-datasets";
import { type DatasetPorts, uploadDataset } from "@/lib/services/datasets/upload-dataset";
import { addEndpoint } from "@/lib/services/endpoints/add-endpoint";
import { archiveEndpoint } from "@/lib/services/endpoints/archive-endpoint";
import { createEndpoint } from "@/lib/services/endpoints/create-endpoint";
import { ensureEndpoint } from "@/lib/services/endpoints/ensure-endpoint";
import { ensureBuiltInEndpoint } from "@/lib/services/endpoints/ensure-built-in-endpoint";
import { listEndpointUses } from "@/lib/services/endpoints/list-endpoint-uses";
import { listEndpoints } from "@/lib/services/endpoints/list-endpoints";
import { RecentProbes } from "@/lib/services/endpoints/recent-probes";
import { switchEndpoint } from "@/lib/services/endpoints/switch-endpoint";
import { testEndpoint } from "@/lib/services/endpoints/test-endpoint";
import { updateEndpoint } from "@/lib/services/endpoints/update-endpoint";
import { estimateStudy } from "@/lib/services/estimates/estimate-study";
import { getRunActual, getStudyActual } from "@/lib/services/estimates/get-actual";
import { startWithEstimate } from "@/lib/services/estimates/start-with-estimate";
import type { ActualPorts, EstimatePorts } from "@/lib/services/estimates/ports";
import { exportRun, type ExportPorts } from "@/lib/services/exports/export-run";
import { countFaults, type FaultPorts } from "@/lib/services/faults/count-faults";
import { forkRun } from "@/lib/services/forks/fork-run";
import { listForks } from "@/lib/services/forks/list-forks";
import type { ForkPorts } from "@/lib/services/forks/ports";
import { intervene } from "@/lib/services/interventions/intervene";
import { listInterventions } from "@/lib/services/interventions/list-interventions";
import type { InterventionPorts } from "@/lib/services/interventions/ports";
import { interviewAgent } from "@/lib/services/interviews/interview-agent";
import type { InterviewPorts } from "@/lib/services/interviews/ports";
import { listInterviews, readInterview } from "@/lib/services/interviews/read-interview";
import { getNetwork, type NetworkPorts } from "@/lib/services/networks/get-network";
import { askPollShard, type PollShardPorts } from "@/lib/services/polls/ask-poll-shard";
import type { PollPorts } from "@/lib/services/polls/ports";
import { getPoll, listPollAnswers, listPolls, resumePoll } from "@/lib/services/polls/read-polls";
import { failPoll, recoverPolls } from "@/lib/services/polls/recover-polls";
import { startPoll } from "@/lib/services/polls/start-poll";
import { getLivePool, type LivePoolPorts } from "@/lib/services/processes/get-live-pool";
import { saveReview, type ReviewPorts } from "@/lib/services/reviews/save-review";
import { commandRun } from "@/lib/services/runs/command-run";
import { commitStep } from "@/lib/services/execution/commit-step";
import { decideShard } from "@/lib/services/execution/decide-shard";
import type { ExecutionPorts } from "@/lib/services/execution/ports";
import { failRun } from "@/lib/services/execution/fail-run";
import {
  getAnswerForm,
  getDecision,
  type DecisionPorts,
} from "@/lib/services/decisions/get-decision";
import { getRun } from "@/lib/services/runs/get-run";
import { listDecisions } from "@/lib/services/decisions/list-decisions";
import { listMeasures } from "@/lib/services/runs/list-measures";
import { replayRun, type ReplayPorts } from "@/lib/services/execution/replay-run";
import { recoverRuns } from "@/lib/services/execution/recover-runs";
import { resumeWaitingRuns } from "@/lib/services/execution/resume-waiting-runs";
import { watchRun } from "@/lib/services/runs/watch-run";
import { checkScenarioDocument } from "@/lib/services/scenarios/check-scenario";
import {
  getTemplate,
  listTemplates,
  templateDocument,
} from "@/lib/services/scenarios/list-templates";
import { getStudy, listStudies } from "@/lib/services/studies/list-studies";
import type { StudyPorts } from "@/lib/services/studies/ports";
import { repeatStudy } from "@/lib/services/studies/repeat-study";
import { seedExample } from "@/lib/services/studies/seed-example";

/** What people do with a run while it is going, paused or over. */
type LivePorts = ForkPorts &
  InterventionPorts &
  InterviewPorts &
  PollPorts &
  PollShardPorts &
  FaultPorts &
  PopulationPorts &
  NetworkPorts;

/** Every port of every service. */
export type Ports = AccountPorts &
  StudyPorts &
  ExecutionPorts &
  DecisionPorts &
  ReviewPorts &
  ExportPorts &
  ReplayPorts &
  DatasetPorts &
  EstimatePorts &
  ActualPorts &
  LivePorts &
  LivePoolPorts;

/** A service without its first argument: its ports. */
const bind =
  <Bound, Arguments extends unknown[], Result>(
    service: (ports: Bound, ...rest: Arguments) => Result,
    ports: Bound,
  ) =>
  (...rest: Arguments): Result =>
    service(ports, ...rest);

/** The use cases, called alike by pages, API, workers and command line. */
export function bindServices(ports: Ports) {
  const { now } = ports.clock;
  const endpointPorts = {
    ...ports,
    administrators: ports.members,
    now,
    recentProbes: new RecentProbes({ now, hash: ports.hash }),
  };
  return {
    getSetupState: bind(getSetupState, ports),
    createOwner: bind(createOwner, ports),
    identify: bind(identify, ports),
    getViewer: bind(getViewer, ports),

    listTemplates,
    getTemplate,
    templateDocument,
    checkScenarioDocument,

    estimateStudy: bind(estimateStudy, ports),
    getStudyActual: bind(getStudyActual, ports),
    getRunActual: bind(getRunActual, ports),
    startStudy: bind(startWithEstimate, ports),
    listStudies: bind(listStudies, ports),
    getStudy: bind(getStudy, ports),
    getBudget: bind(getBudget, ports),
    changeBudget: bind(changeBudget, ports),
    repeatStudy: bind(repeatStudy, ports),
    seedExample: bind(seedExample, ports),

    getRun: bind(getRun, ports),
    commandRun: bind(commandRun, ports),
    watchRun: bind(watchRun, ports),
    replayRun: bind(replayRun, ports),
    listMeasures: bind(listMeasures, ports),
    listDecisions: bind(listDecisions, ports),
    getDecision: bind(getDecision, ports),
    getAnswerForm: bind(getAnswerForm, ports),
    saveReview: bind(saveReview, ports),
    exportRun: bind(exportRun, ports),

    describePopulation: bind(describePopulation, ports),
    listAgents: bind(listAgents, ports),
    getNetwork: bind(getNetwork, ports),
    countFaults: bind(countFaults, ports),
    forkRun: bind(forkRun, ports),
    listForks: bind(listForks, ports),
    intervene: bind(intervene, ports),
    listInterventions: bind(listInterventions, ports),
    interviewAgent: bind(interviewAgent, ports),
    readInterview: bind(readInterview, ports),
    listInterviews: bind(listInterviews, ports),
    startPoll: bind(startPoll, ports),
    listPolls: bind(listPolls, ports),
    getPoll: bind(getPoll, ports),
    listPollAnswers: bind(listPollAnswers, ports),
    resumePoll: bind(resumePoll, ports),

    listDatasets: bind(listDatasets, ports),
    getDataset: bind(getDataset, ports),
    uploadDataset: bind(uploadDataset, ports),
    archiveDataset: bind(archiveDataset, ports),

    getLivePool: bind(getLivePool, ports),
    listEndpoints: bind(listEndpoints, endpointPorts),
    addEndpoint: bind(addEndpoint, endpointPorts),
    createEndpoint: bind(createEndpoint, endpointPorts),
    updateEndpoint: bind(updateEndpoint, endpointPorts),
    archiveEndpoint: bind(archiveEndpoint, endpointPorts),
    switchEndpoint: bind(switchEndpoint, endpointPorts),
    listEndpointUses: bind(listEndpointUses, endpointPorts),
    testEndpoint: bind(testEndpoint, endpointPorts),
    ensureEndpoint: bind(ensureEndpoint, endpointPorts),
    ensureBuiltInEndpoint: bind(ensureBuiltInEndpoint, ports.endpoints),

    askPollShard: bind(askPollShard, ports),
    recoverPolls: bind(recoverPolls, ports),
    failPoll: bind(failPoll, ports),
    decideShard: bind(decideShard, ports),
    commitStep: bind(commitStep, ports),
    recoverRuns: bind(recoverRuns, ports),
    resumeWaitingRuns: bind(resumeWaitingRuns, ports),
    failRun: (run: { readonly runId: string; readonly epoch: number }, error: Error) =>
      failRun(
        ports,
        { id: run.runId, epoch: run.epoch },
        {
          reason: `An unexpected error stopped this run: ${error.message}. All decisions so far are kept. Resume to try again.`,
          cause: "unexpected",
        },
      ),
  };
}

export type Services = ReturnType<typeof bindServices>;
