import type { ScenarioDocument } from "@/lib/domain/scenario";
import { type CompiledScenario, compileScenario } from "../../run/compile";
import type { DecisionSlot, Simulation } from "../../run/contract";
import { minimal } from "../../run/fixtures/opinion";
import { openSimulation } from "../../run/simulation";
import { simulate, type SimulatedRun } from "../../run/simulate";

/** For tests: small scenarios in which people talk, and runs of them with answers made up. */

export type Talk = NonNullable<ScenarioDocument["conversations"]>[string];
type Parts = Partial<ScenarioDocument>;

const PEOPLE: ScenarioDocument["agents"] = {
  Person: {
    count: "param.people",
    attributes: {
      name: { type: "text", init: "'P' + self.id.substring(7)", visible: "public" },
      secret: { type: "text", init: "'secret of ' + self.id" },
      mood: { type: "integer", init: 3, dynamic: true },
    },
    describe: "{{ self.name }}",
    profile: "You are {{ self.name }}; nobody knows the {{ self.secret }}.",
    memory: { kind: "short", keep: 3 },
  },
  Chair: { count: 1, attributes: { style: { type: "text", init: "'strict'" } }, profile: "You chair and are {{ self.style }}." },
};

const PROMPT = "Talk about tea.{% for t in turns %}\n{{ t.turn }} {{ t.speaker.name }}: {{ t.text }}{% endfor %}";

/** A scenario with one phase, in which all people talk, or those of the groups. */
export const talking = (talk: Partial<Talk>, parts: Parts & { readonly groups?: string } = {}): Parts => {
  const { groups, ...rest } = parts;
  return {
    parameters: { people: { type: "integer", default: 3 } },
    agents: PEOPLE,
    conversations: { tea: { maxTurns: 4, prompt: PROMPT, ...(groups === undefined && { members: "Person" }), ...talk } },
    phases: [{ id: "talk", converse: "tea", ...(groups !== undefined && { groups }) }],
    ...rest,
  };
};

const compiled = new WeakMap<Parts, CompiledScenario>();

export function open(parts: Parts, people = 3, seed = 1): Simulation {
  const ready = compiled.get(parts) ?? compileScenario(minimal(parts));
  compiled.set(parts, ready);
  return openSimulation(ready, { parameters: { people }, seed });
}

/** One decision that was asked for, with the user's part of its first prompt. */
export type Asked = { readonly slot: DecisionSlot; readonly prompt: string; readonly stage: number; readonly group: string };

export type Played = SimulatedRun & { readonly asked: readonly Asked[]; readonly sim: Simulation };

/** Plays a run in which every answer is a function of who is asked what. */
export async function play(parts: Parts, answer: (asked: Asked) => unknown, people = 3, seed = 1): Promise<Played> {
  const sim = open(parts, people, seed);
  const asked: Asked[] = [];
  let waiting: DecisionSlot[] = [];
  const arrange = (plan: readonly DecisionSlot[]): readonly DecisionSlot[] => {
    waiting = plan.filter(({ automatic }) => !automatic);
    return plan;
  };
  const run = await simulate(
    sim,
    ({ messages }, group) => {
      // What is asked again because of an invalid answer has that answer before it.
      const slot = messages.some(({ role }) => role === "assistant") ? undefined : waiting.shift();
      const prompt = messages.find(({ role }) => role === "user")?.content ?? "";
      if (slot) asked.push({ slot, prompt, stage: sim.step()?.stage ?? -1, group });
      const given = answer(asked.at(-1) as Asked);
      return typeof given === "string" ? given : JSON.stringify(given);
    },
    { arrange },
  );
  return { ...run, asked, sim };
}

export const says = ({ slot }: Asked): unknown => ({ text: `I am ${slot.agent}.` });

/** The turns so far, without their ids. */
export const turnsOf = (sim: Simulation): Record<string, unknown>[] =>
  sim.world.rows("tea").map((row) => Object.fromEntries(Object.entries(row).filter(([field]) => field !== "id")));

/** The ordinals of those who spoke, in order. */
export const speakers = (sim: Simulation): string => sim.world.rows("tea").map(({ speaker }) => String(speaker).slice("Person-".length)).join(" ");
