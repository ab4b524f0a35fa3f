import type { Phase } from "@/lib/domain/scenario";
import type { Computed } from "../expressions/contract";
import type { Row } from "../base/row";
import { type Compiler, childLocation, type SourceLocation } from "../kit/compiler";
import { type EvaluationContext, ScenarioRuntimeError } from "../kit/evaluation-context";
import { environmentNames } from "../kit/names";
import type { StepContexts } from "../population/step-contexts";
import { IDLE_PHASE, planNothing, type PhaseCompiler, type PhaseKind } from "./contract";
import { pairAlongTies, pairAtRandom, pairByValue, type Pairing, pairRoundRobin } from "./pairing";
import { compileParticipantFilter, visitParticipants } from "./participants";

type MatchPhase = Extract<Phase, { match: string }>;
type MatchedGroups = readonly (readonly string[])[];

/**
 * Compiles a phase that forms pairs or groups of agents of one type, without decisions. Into a
 * network: replaces its ties by those between all members of each group. Into a table: inserts one
 * row per member with its `member`, the number of its `group` and the `round`, as far as the table
 * declares them. Agents left over stay unmatched.
 */
export const matchPhase: PhaseKind<"match"> = {
  key: "match",
  compile: (phase, { pointer }, phases) => {
    const { compiler } = phases;
    const type = phase.match;
    const location = { pointer, names: phases.agentNames(type) };
    if (
      !compiler.checkKnown(childLocation(location, "match").pointer, {
        what: "agent type",
        name: type,
        names: Object.keys(compiler.scenario.agents),
      })
    )
      return IDLE_PHASE;
    const pairing = compilePairing(phase, location, compiler);
    const write = compileTarget(phase, location, phases);
    const visit = visitParticipants(
      type,
      compileParticipantFilter({ where: phase.where, activation: undefined, location, compiler }),
    );
    const here = {
      pointer: childLocation(location, "size").pointer,
      names: environmentNames(compiler.scenario),
    };
    const sizeOf = compiler.compileNumber(phase.size, here);
    if (typeof phase.size === "number" && !isGroupSize(phase.size))
      compiler.reportProblem(here.pointer, "A group has at least two members.");
    if (phase.by === "roundRobin" && phase.size !== 2)
      compiler.reportProblem(here.pointer, "Everybody meets everybody in pairs: the size is 2.");
    return {
      plan: planNothing,
      commit: function* ({ contexts, collector }) {
        const context = contexts.environment();
        const size = sizeOf(context);
        if (!isGroupSize(size))
          throw new ScenarioRuntimeError(
            `A group has a whole number of at least two members, not ${size}.`,
            here.pointer,
            String(phase.size),
          );
        const ids: string[] = [];
        yield* visit(contexts, (agent) => void ids.push(agent.id));
        const groups = pairing(contexts)(ids, size);
        collector.effectsLeft -= ids.length;
        write(groups, context);
        return { rejections: [] };
      },
    };
  },
};

const isGroupSize = (size: number): boolean => Number.isInteger(size) && size >= 2;

function compilePairing(
  phase: MatchPhase,
  location: SourceLocation,
  compiler: Compiler,
): (contexts: StepContexts) => Pairing {
  const type = phase.match;
  const row = (contexts: StepContexts, id: string): Row | undefined => contexts.world.get(type, id);
  switch (phase.by) {
    case "random":
      return ({ draws }) => pairAtRandom(draws);
    case "roundRobin": {
      if (phase.turn === undefined) return ({ step }) => pairRoundRobin(step.round);
      const here = childLocation(location, "turn").pointer;
      const turnOf = compiler.compileNumber(phase.turn, {
        pointer: here,
        names: environmentNames(compiler.scenario),
      });
      return (contexts) => {
        const turn = turnOf(contexts.environment());
        if (!Number.isInteger(turn) || turn < 1)
          throw new ScenarioRuntimeError(
            `The turn of a round robin is a whole number of at least 1, not ${turn}.`,
            here,
            String(phase.turn),
          );
        return pairRoundRobin(turn);
      };
    }
    case "attribute": {
      const { attribute } = phase;
      const here = childLocation(location, "attribute").pointer;
      if (attribute === undefined)
        compiler.reportProblem(
          here,
          "Say by which attribute: those who share its value are matched.",
        );
      else
        compiler.checkKnown(here, {
          what: `attribute of ${type}`,
          name: attribute,
          names: Object.keys(compiler.declaredTable(type)?.attributes ?? {}),
        });
      return (contexts) =>
        pairByValue(contexts.draws, (id) =>
          JSON.stringify(row(contexts, id)?.[attribute ?? ""] ?? null),
        );
    }
    case "network": {
      const { network = "" } = phase;
      const here = childLocation(location, "network").pointer;
      if (phase.network === undefined)
        compiler.reportProblem(here, "`network` is missing: matching by network needs one.");
      else checkNetwork({ network, type, pointer: here, compiler });
      return ({ draws, world }) =>
        pairAlongTies(draws, (id) => world.neighbours(network, id).map((other) => other.id));
    }
  }
}

function checkNetwork({
  network,
  type,
  pointer,
  compiler,
}: {
  readonly network: string;
  readonly type: string;
  readonly pointer: string;
  readonly compiler: Compiler;
}): void {
  const { networks } = compiler.scenario;
  if (
    !compiler.checkKnown(pointer, { what: "network", name: network, names: Object.keys(networks) })
  )
    return;
  if (networks[network]?.between.some((end) => end !== type))
    compiler.reportProblem(
      pointer,
      `\`${network}\` does not tie agents of type ${type} to each other.`,
    );
}

/** Compiles how groups are stored. */
function compileTarget(
  { into, match: type }: MatchPhase,
  location: SourceLocation,
  { compiler, rows }: PhaseCompiler,
): (groups: MatchedGroups, context: EvaluationContext) => void {
  const { networks, tables } = compiler.scenario;
  const { pointer } = childLocation(location, "into");
  if (
    !compiler.checkKnown(pointer, {
      what: "network or table",
      name: into,
      names: [...Object.keys(networks), ...Object.keys(tables)],
    })
  )
    return () => undefined;
  if (Object.hasOwn(networks, into)) {
    checkNetwork({ network: into, type, pointer, compiler });
    const insert = rows.compileInsert(into, ["source", "target"], pointer);
    return (groups, context) => {
      for (const tie of [...context.world.rows(into)]) context.world.delete(into, tie);
      for (const group of groups) {
        const members = group.map((id) => context.world.get(type, id) ?? null);
        members.forEach((one, position) =>
          members.slice(position + 1).forEach((other) => insert(context, [one, other])),
        );
      }
    };
  }
  const attributes = tables[into]?.attributes ?? {};
  const { member, group: number } = attributes;
  if (member?.type !== "ref" || member.to !== type)
    compiler.reportProblem(pointer, `\`${into}\` needs an attribute \`member\`, a ref to ${type}.`);
  if (number?.type !== "integer")
    compiler.reportProblem(pointer, `\`${into}\` needs an attribute \`group\`, an integer.`);
  const names = ["member", "group", ...(attributes["round"] ? ["round"] : [])];
  const insert = rows.compileInsert(into, names, pointer);
  return (groups, context) => {
    groups.forEach((group, position) => {
      for (const id of group) {
        const values: Computed[] = [
          context.world.get(type, id) ?? null,
          position + 1,
          context.vars["round"] ?? null,
        ];
        insert(context, values.slice(0, names.length));
      }
    });
  };
}
