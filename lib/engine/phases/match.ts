import type { Phase } from "@/lib/domain/scenario";
import type { Computed } from "../expressions/contract";
import type { Row } from "../base/row";
import { type Compiler, inside, type Place } from "../kit/compiler";
import { type Moment, MomentError } from "../kit/evaluation-context";
import { environmentNames } from "../kit/names";
import type { StepMoments } from "../population/step-contexts";
import { IDLE, noPlan, type PhaseCompiler, type PhaseKind } from "./contract";
import { alongTies, atRandom, byValue, type Pairing, roundRobin } from "./pairing";
import { compileSelection, participants } from "./participants";

type MatchPhase = Extract<Phase, { match: string }>;
type Groups = readonly (readonly string[])[];

/**
 * Pairs or groups of agents of one type, without any decision. Into a network: its ties are replaced by those between all
 * members of each group. Into a table: one row per member is added, with its `member`, the number of its `group` and the
 * `round`, whichever of these the table declares. Too few for another group stay unmatched.
 */
export const match: PhaseKind<"match"> = {
  key: "match",
  compile: (phase, { pointer }, phases) => {
    const { compiler } = phases;
    const type = phase.match;
    const place = { pointer, names: phases.agentNames(type) };
    if (
      !compiler.known(
        inside(place, "match").pointer,
        "agent type",
        type,
        Object.keys(compiler.scenario.agents),
      )
    )
      return IDLE;
    const pairing = compilePairing(phase, place, compiler);
    const write = compileTarget(phase, place, phases);
    const visit = participants(type, compileSelection(phase.where, undefined, place, compiler));
    const here = {
      pointer: inside(place, "size").pointer,
      names: environmentNames(compiler.scenario),
    };
    const sizeOf = compiler.number(phase.size, here);
    if (typeof phase.size === "number" && !isGroupSize(phase.size))
      compiler.problem(here.pointer, "A group has at least two members.");
    if (phase.by === "roundRobin" && phase.size !== 2)
      compiler.problem(here.pointer, "Everybody meets everybody in pairs: the size is 2.");
    return {
      plan: noPlan,
      commit: function* (moments, _planned, _outcomes, outcome) {
        const moment = moments.environment();
        const size = sizeOf(moment);
        if (!isGroupSize(size))
          throw new MomentError(
            `A group has a whole number of at least two members, not ${size}.`,
            here.pointer,
            String(phase.size),
          );
        const ids: string[] = [];
        yield* visit(moments, (agent) => void ids.push(agent.id));
        const groups = pairing(moments)(ids, size);
        outcome.effectsLeft -= ids.length;
        write(groups, moment);
        return { rejections: [] };
      },
    };
  },
};

const isGroupSize = (size: number): boolean => Number.isInteger(size) && size >= 2;

function compilePairing(
  phase: MatchPhase,
  place: Place,
  compiler: Compiler,
): (moments: StepMoments) => Pairing {
  const type = phase.match;
  const row = (moments: StepMoments, id: string): Row | undefined => moments.world.get(type, id);
  switch (phase.by) {
    case "random":
      return ({ draws }) => atRandom(draws);
    case "roundRobin": {
      if (phase.turn === undefined) return ({ step }) => roundRobin(step.round);
      const here = inside(place, "turn").pointer;
      const turnOf = compiler.number(phase.turn, {
        pointer: here,
        names: environmentNames(compiler.scenario),
      });
      return (moments) => {
        const turn = turnOf(moments.environment());
        if (!Number.isInteger(turn) || turn < 1)
          throw new MomentError(
            `The turn of a round robin is a whole number of at least 1, not ${turn}.`,
            here,
            String(phase.turn),
          );
        return roundRobin(turn);
      };
    }
    case "attribute": {
      const { attribute } = phase;
      const here = inside(place, "attribute").pointer;
      if (attribute === undefined)
        compiler.problem(here, "Say by which attribute: those who share its value are matched.");
      else
        compiler.known(
          here,
          `attribute of ${type} called`,
          attribute,
          Object.keys(compiler.declared(type)?.attributes ?? {}),
        );
      return (moments) =>
        byValue(moments.draws, (id) => JSON.stringify(row(moments, id)?.[attribute ?? ""] ?? null));
    }
    case "network": {
      const { network = "" } = phase;
      const here = inside(place, "network").pointer;
      if (phase.network === undefined) compiler.problem(here, "Say along which network.");
      else checkNetwork(network, type, here, compiler);
      return ({ draws, world }) =>
        alongTies(draws, (id) => world.neighbours(network, id).map((other) => other.id));
    }
  }
}

function checkNetwork(network: string, type: string, pointer: string, compiler: Compiler): void {
  const { networks } = compiler.scenario;
  if (!compiler.known(pointer, "network", network, Object.keys(networks))) return;
  if (networks[network]?.between.some((end) => end !== type))
    compiler.problem(pointer, `\`${network}\` does not tie agents of type ${type} to each other.`);
}

/** What is done with the groups. */
function compileTarget(
  { into, match: type }: MatchPhase,
  place: Place,
  { compiler, rows }: PhaseCompiler,
): (groups: Groups, moment: Moment) => void {
  const { networks, tables } = compiler.scenario;
  const { pointer } = inside(place, "into");
  if (
    !compiler.known(pointer, "network or table", into, [
      ...Object.keys(networks),
      ...Object.keys(tables),
    ])
  )
    return () => undefined;
  if (Object.hasOwn(networks, into)) {
    checkNetwork(into, type, pointer, compiler);
    const insert = rows.inserter(into, ["source", "target"], pointer);
    return (groups, moment) => {
      for (const tie of [...moment.world.rows(into)]) moment.world.delete(into, tie);
      for (const group of groups) {
        const members = group.map((id) => moment.world.get(type, id) ?? null);
        members.forEach((one, position) =>
          members.slice(position + 1).forEach((other) => insert(moment, [one, other])),
        );
      }
    };
  }
  const attributes = tables[into]?.attributes ?? {};
  const { member, group: number } = attributes;
  if (member?.type !== "ref" || member.to !== type)
    compiler.problem(pointer, `\`${into}\` needs an attribute \`member\`, a ref to ${type}.`);
  if (number?.type !== "integer")
    compiler.problem(pointer, `\`${into}\` needs an attribute \`group\`, an integer.`);
  const names = ["member", "group", ...(attributes["round"] ? ["round"] : [])];
  const insert = rows.inserter(into, names, pointer);
  return (groups, moment) => {
    groups.forEach((group, position) => {
      for (const id of group) {
        const values: Computed[] = [
          moment.world.get(type, id) ?? null,
          position + 1,
          moment.vars["round"] ?? null,
        ];
        insert(moment, values.slice(0, names.length));
      }
    });
  };
}
