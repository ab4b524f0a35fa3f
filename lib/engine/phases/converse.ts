import { toJsonPointer } from "@/lib/domain/scenario";
import { childLocation, type SourceLocation, withNames } from "../kit/compiler";
import { environmentNames } from "../kit/names";
import { getOwn } from "../base/schema";
import { ANY, rowOf } from "../base/types";
import { IDLE_PHASE, type PhaseCompiler, type PhaseKind } from "./contract";
import { compileConversation } from "./converse/conversation";
import { compileGroups } from "./converse/groups";
import { compileStages } from "./converse/stages";

/** Compiles a phase in which groups converse, all at the same time. */
export const conversePhase: PhaseKind<"converse"> = {
  key: "converse",
  compile: (phase, location, phases) => {
    const { compiler } = phases;
    const { conversations } = compiler.scenario;
    compiler.checkKnown(childLocation(location, "converse").pointer, {
      what: "conversation",
      name: phase.converse,
      names: Object.keys(conversations),
    });
    const conversation = getOwn(conversations, phase.converse);
    if (!conversation) return IDLE_PHASE;
    const groups = compileGroups({ phase, conversation, location, compiler });
    if (!groups) return IDLE_PHASE;
    const row = groups.rowTable === undefined ? undefined : rowOf(groups.rowTable);
    return compileStages(
      compileConversation({ name: phase.converse, conversation, groups, row, phases }),
      groups,
    );
  },
};

/** Checks the conversations that no phase uses, as far as they declare their members. */
export function checkUnusedConversations(phases: PhaseCompiler): void {
  const { compiler } = phases;
  const { scenario } = compiler;
  const held = new Set(
    scenario.phases.flatMap((phase) => ("converse" in phase ? [phase.converse] : [])),
  );
  for (const [name, conversation] of Object.entries(scenario.conversations)) {
    if (held.has(name) || conversation.members === undefined) continue;
    const location: SourceLocation = withNames(
      { pointer: toJsonPointer(["conversations", name]), names: environmentNames(scenario) },
      { row: ANY },
    );
    const groups = compileGroups({
      phase: { id: name, converse: name },
      conversation,
      location,
      compiler,
    });
    if (groups) compileConversation({ name, conversation, groups, row: ANY, phases });
  }
}
