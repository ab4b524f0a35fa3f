import type { Attribute, Init } from "./attribute";
import { DEFAULT_MODEL_GROUP, groupOfConversationPart, normalizeShares } from "./model";
import type { Scenario } from "./scenario";

/** A group of endpoints that a scenario names, with everything it answers. */
export type ModelGroupUse = {
  readonly group: string;
  /** Agent types it answers for, with the share of their agents, from 0 to 1. */
  readonly agents: readonly {
    readonly type: string;
    readonly label: string;
    readonly share: number;
  }[];
  /** Labels of the tasks it answers for all agents. */
  readonly tasks: readonly string[];
};

type ScenarioParts = Pick<
  Scenario,
  | "agents"
  | "tables"
  | "world"
  | "networks"
  | "actions"
  | "questionnaires"
  | "conversations"
  | "phases"
>;

/**
 * Returns every group of endpoints that a scenario names with the agents and tasks it answers:
 * groups of agent types first, then those of tasks, in document order. At least one for a scenario
 * with agents.
 */
export function modelGroups(scenario: ScenarioParts): readonly ModelGroupUse[] {
  const found = new Map<string, { agents: ModelGroupUse["agents"][number][]; tasks: string[] }>();
  const getOrCreate = (group: string) => {
    const known = found.get(group) ?? { agents: [], tasks: [] };
    found.set(group, known);
    return known;
  };
  const task = (group: string | undefined, label: string): void => {
    if (group !== undefined) getOrCreate(group).tasks.push(label);
  };
  for (const [type, { label = type, model }] of Object.entries(scenario.agents)) {
    for (const { group, share } of normalizeShares(model))
      getOrCreate(group).agents.push({ type, label, share });
  }
  for (const [name, { label = name, model }] of Object.entries(scenario.actions))
    task(model, label);
  for (const [name, { label = name, model }] of Object.entries(scenario.questionnaires))
    task(model, label);
  for (const [name, { label = name, model }] of Object.entries(scenario.conversations)) {
    if (typeof model !== "object") task(model, label);
    else
      for (const part of ["turns", "moderation", "script", "closing"] as const)
        task(groupOfConversationPart(model, part), `${label} (${part})`);
  }
  for (const phase of scenario.phases)
    if ("narrate" in phase) task(phase.model, phase.label ?? phase.id);
  for (const { label, init, fallback } of writtenAttributes(scenario))
    for (const model of writerGroups(init)) task(model ?? fallback, label);
  return [...found].map(([group, { agents, tasks }]) => ({
    group,
    agents,
    tasks: [...new Set(tasks)],
  }));
}

/**
 * Attributes with their init; texts of tables and of the world fall back to the default group.
 */
function writtenAttributes({
  agents,
  tables,
  networks,
  world,
}: ScenarioParts): { label: string; init: Init | undefined; fallback: string | undefined }[] {
  const of = (owner: string, attributes: Readonly<Record<string, Attribute>>, fallback?: string) =>
    Object.entries(attributes).map(([name, { label = name, init }]) => ({
      label: `${owner}: ${label}`,
      init,
      fallback,
    }));
  return [
    ...Object.entries(agents).flatMap(([name, { label = name, attributes }]) =>
      of(label, attributes),
    ),
    ...[...Object.entries(tables), ...Object.entries(networks)].flatMap(
      ([name, { label = name, attributes }]) => of(label, attributes, DEFAULT_MODEL_GROUP),
    ),
    ...of("World", world, DEFAULT_MODEL_GROUP),
  ];
}

/** Groups named by the written texts of an init; undefined where none is named. */
function writerGroups(init: Init | undefined): readonly (string | undefined)[] {
  if (typeof init !== "object") return [];
  if ("written" in init) return [init.model];
  if ("given" in init) return [...Object.values(init.cases), init.otherwise].flatMap(writerGroups);
  return [];
}
