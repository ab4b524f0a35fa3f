import type { Scenario } from "@/lib/domain/scenario";
import { listProblems } from "../kit/list-problems";
import type { PlannedDecision } from "../phases";
import { toDecisionContext } from "../phases/decision-context";
import { isAvailable } from "../prompts/task";
import { compileTasks } from "../phases/tasks";
import type { ChatMessage } from "../base/ports";
import { addNullValuesOf, listMemories, MEMORY_LIST } from "../memory/list-memories";
import { compileDescriptions } from "../prompts/describe-rows";
import { joinParts } from "../prompts/prompt";
import { modelGroupOf } from "../population/model-group";
import { seedFor, childDraws } from "../random";
import { PromptBuilder } from "./prompt-builder";
import type { CompiledScenario } from "./compile-scenario";
import { Compiler } from "../kit/compiler";
import type {
  DecisionRequests,
  MemoryNeed,
  Poll,
  InterviewTurn,
  InterviewRequest,
} from "../base/contract";
import { cutToBudget } from "../tokens/token-budget";
import { ScenarioError } from "../base/errors";
import { withScenarioErrors } from "./scenario-errors";
import { LIMITS } from "../base/limits";
import { compileRowOperations } from "../population/row-operations";
import type { StepContexts } from "../population/step-contexts";
import { AgentViews } from "../kit/agent-views";

/** Name of the questionnaire of a poll among those of the scenario. */
const POLL = "poll";

const INVITATION =
  "A researcher would like to talk with you. Answer as yourself, in your own words, in a few " +
  "sentences.";

/**
 * Prepares the next answer of an agent in an interview: profile and memories, then the conversation
 * so far.
 * @throws RangeError if the agent does not exist or the last utterance is not a question
 * @throws TokenTableMissing if a part may exceed its budget and the token table is not loaded
 */
export function interviewRequest(
  compiled: CompiledScenario,
  contexts: StepContexts,
  { agentType, agent: id, utterances: history, memories, query = null }: InterviewTurn,
): InterviewRequest {
  const agent = contexts.world.get(agentType, id);
  const [first, ...rest] = history;
  if (!agent || first?.by !== "interviewer" || history.at(-1)?.by !== "interviewer")
    throw new RangeError("An interview ends with a question to an agent that exists.");
  const persona = compiled.persona(agentType);
  const { calls } = compiled.scenario;
  return withScenarioErrors(contexts.step, () => {
    const nullValues = new Set<string>();
    const context = {
      ...contexts.agent(
        { agentType, agent, slot: 0, subject: undefined, part: "interview" },
        { steps: LIMITS.contextSteps },
        true,
      ),
      nullValues,
    };
    const profile = cutToBudget(
      persona.profile(context, { table: agentType, id }).trim(),
      calls.budget.profile,
    );
    const chosen = persona.memory.select(memories, { round: contexts.step.round, query });
    const remembered = listMemories({
      memories,
      chosen,
      budget: calls.budget.memory,
      format: MEMORY_LIST,
    });
    const system = compiled
      .instructions({ ...contexts.environment(LIMITS.contextSteps), nullValues }, undefined)
      .trim();
    addNullValuesOf(remembered.shown, nullValues);
    const messages: ChatMessage[] = [
      ...(system === "" ? [] : [{ role: "system", content: system } as const]),
      { role: "user", content: joinParts([profile.text, remembered.text, INVITATION, first.text]) },
      ...rest.map(({ by, text }): ChatMessage => ({
        role: by === "agent" ? "assistant" : "user",
        content: text,
      })),
    ];
    const seed = seedFor(childDraws(context.draws, `message ${history.length}`), "model");
    return {
      model: {
        messages,
        temperature: calls.temperature,
        maxTokens: calls.maxTokens,
        seed,
        affinity: id,
      },
      group: modelGroupOf(compiled.scenario, contexts.seed, agentType, id),
      ...(nullValues.size > 0 && { nullValues: [...nullValues] }),
    };
  });
}

/** Memories that an interview needs. */
export function interviewMemoryNeeds(
  compiled: CompiledScenario,
  agentType: string,
  agent: string,
): readonly MemoryNeed[] {
  const { extent } = compiled.persona(agentType).memory;
  return extent.latest === 0 ? [] : [{ agentType, ...extent, agents: [agent] }];
}

/**
 * Prepares the requests of a poll.
 * @throws ScenarioError for invalid items
 */
export function pollRequests(
  compiled: CompiledScenario,
  contexts: StepContexts,
  { agentType, agents, intro, items }: Poll,
): DecisionRequests {
  const { scenario } = compiled;
  const questionnaires: Scenario["questionnaires"] = {
    [POLL]: { intro, items: { ...items }, effects: [] },
  };
  const compiler = new Compiler({ ...scenario, questionnaires });
  const views = new AgentViews(compiler);
  const tasks = compileTasks({
    compiler,
    rows: compileRowOperations(compiler),
    describe: compileDescriptions(compiler),
  });
  const task = tasks.questionnaire(POLL, views.agentNames(agentType));
  const prefix = `/questionnaires/${POLL}`;
  const problems = [...compiler.problems, ...compiler.deprecations]
    .filter(({ pointer }) => pointer.startsWith(prefix))
    .map((problem) => ({ ...problem, pointer: problem.pointer.slice(prefix.length) }));
  if (problems.length > 0 || !task)
    throw new ScenarioError(listProblems({ intro, items }, problems));
  const planned = agents.flatMap((id): PlannedDecision[] => {
    const agent = contexts.world.get(agentType, id);
    if (!agent) return [];
    const slot = {
      seq: 0,
      agentType,
      agent: id,
      slot: 0,
      kind: "questionnaire",
      about: null,
      offered: [POLL],
      automatic: false,
    } as const;
    const one: PlannedDecision = {
      slot,
      agent,
      tasks: [task],
      subject: undefined,
      part: `poll ${JSON.stringify(items)}`,
    };
    return isAvailable(
      task,
      contexts.agent(toDecisionContext(one), { steps: LIMITS.contextSteps }, true),
    )
      ? [one]
      : [];
  });
  return new PromptBuilder(
    compiled,
    contexts,
    planned.map((one, seq) => ({ ...one, slot: { ...one.slot, seq } })),
  );
}
