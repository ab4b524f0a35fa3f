import { AppError, notFound } from "@/lib/contracts/errors";
import {
  type InterviewRequest,
  type InterviewTurn,
  type MemoryNeed,
  SimulationError,
  withTokenTable,
} from "@/lib/engine";
import type { RunRecord } from "../runs/ports";
import type { WorldTask } from "../worlds/world-tasks";

const INTERVIEW = { label: "The interview", limitSeconds: 120 } as const;

type AgentOfRun = { readonly run: RunRecord; readonly agent: string };

/** Finds the type of an agent that exists now, among those given; null when there is none. */
export const agentTypeTask: WorldTask<
  AgentOfRun & { readonly types: readonly string[] },
  string | null
> = {
  ...INTERVIEW,
  name: "interviewed type",
  run: ({ latest }, { run, agent, types }) =>
    latest.read(run, ({ world }) => types.find((type) => world.get(type, agent)) ?? null),
};

/** Names the memories that an interview needs, and the version of the world that was read. */
export const interviewNeedsTask: WorldTask<
  AgentOfRun & { readonly agentType: string },
  { readonly version: number; readonly needs: readonly MemoryNeed[] }
> = {
  ...INTERVIEW,
  name: "interview needs",
  run: ({ latest }, { run, agent, agentType }) =>
    latest.read(run, (simulation) => ({
      version: simulation.version,
      needs: simulation.interviewMemoryNeeds(agentType, agent),
    })),
};

export type PreparedInterview = {
  readonly request: InterviewRequest;
  readonly version: number;
  readonly round: number;
};

/** Prepares the request for the next answer; null when the world is at another version. */
export const interviewRequestTask: WorldTask<
  {
    readonly run: RunRecord;
    readonly turn: InterviewTurn;
    /** The version of the memories; null to accept any. */
    readonly version: number | null;
  },
  PreparedInterview | null
> = {
  ...INTERVIEW,
  name: "interview request",
  run: ({ latest }, { run, turn, version }) =>
    withTokenTable(() =>
      latest.read(run, (simulation) => {
        if (version !== null && simulation.version !== version) return null;
        if (!simulation.world.get(turn.agentType, turn.agent)) throw notFound("agent");
        return {
          request: buildRequest(() => simulation.interview(turn)),
          version: simulation.version,
          round: simulation.step()?.round ?? run.round,
        };
      }),
    ),
};

function buildRequest(prepare: () => InterviewRequest): InterviewRequest {
  try {
    return prepare();
  } catch (error) {
    if (error instanceof SimulationError)
      throw new AppError("invalid", `The agent's profile cannot be rendered. ${error.message}`);
    throw error;
  }
}
