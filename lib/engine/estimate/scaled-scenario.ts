import type { ParameterValues, Scenario } from "@/lib/domain/scenario";
import type { Datasets } from "../population/dataset";
import { scaleAmounts } from "./amounts";
import type { RunEstimate } from "./extrapolate";

/** A scenario with a reduced population. */
export type ScaledScenario = {
  readonly scenario: Scenario;
  readonly parameters: ParameterValues;
  /** Ratio of its agents to those of the original. */ readonly share: number;
};

/**
 * Types up to this size keep it: five judges judge fifty submissions as they judge five thousand.
 */
const MIN_SCALED_AGENTS = 50;
/**
 * Population sizes are multiples of this, because scenarios divide agents into groups, pairs and
 * halves.
 */
const ROUND_SIZES = 12;

/**
 * Reduces a scenario to about `agents` agents of its largest type and the other types in
 * proportion, through the parameters that their counts use or the counts themselves. Returns null
 * if the scenario has at most `enough` agents or the cause of its size is unknown.
 */
export function scaleDownScenario({
  scenario,
  parameters,
  datasets,
  target: { agents, enough },
}: {
  readonly scenario: Scenario;
  readonly parameters: ParameterValues;
  readonly datasets: Datasets;
  readonly target: { readonly agents: number; readonly enough: number };
}): ScaledScenario | null {
  const sources = Object.entries(scenario.agents).flatMap(([type, { count, dataset }]) =>
    sizeSources({ type, count, rows: dataset && datasets[dataset.name]?.rows.length, parameters }),
  );
  const largest = sources.reduce<SizeSource>(
    (most, source) => (source.value * source.each > most.value * most.each ? source : most),
    { name: "", value: 0, each: 1 },
  );
  if (largest.value * largest.each <= enough) return null;
  const wanted = Math.max(
    ROUND_SIZES,
    ROUND_SIZES * Math.round(agents / largest.each / ROUND_SIZES),
  );
  const scaled = new Map(
    sources
      .filter(({ value }) => value > MIN_SCALED_AGENTS)
      .map(({ name, value }) => [name, Math.max(1, Math.round((value * wanted) / largest.value))]),
  );
  const values = { ...parameters };
  for (const [name, parameter] of Object.entries(scenario.parameters)) {
    const value = scaled.get(`param.${name}`);
    if (value === undefined) continue;
    values[name] = Math.max(value, parameter.type === "integer" ? (parameter.min ?? value) : value);
  }
  const types = Object.entries(scenario.agents).map(([type, settings]) => {
    const value = scaled.get(type);
    return [type, value === undefined ? settings : { ...settings, count: value }] as const;
  });
  const made = Number(values[largest.name.replace("param.", "")] ?? scaled.get(largest.name));
  return {
    scenario: { ...scenario, agents: Object.fromEntries(types) },
    parameters: values,
    share: made / largest.value,
  };
}

/** A value that determines the size of a type, and the agents per unit of it. */
type SizeSource = { readonly name: string; readonly value: number; readonly each: number };

/**
 * Returns what determines the size of a type: the largest parameter in its count, the count itself,
 * or the rows of its dataset.
 */
function sizeSources({
  type,
  count,
  rows,
  parameters,
}: {
  readonly type: string;
  readonly count: Scenario["agents"][string]["count"];
  readonly rows: number | undefined;
  readonly parameters: ParameterValues;
}): readonly SizeSource[] {
  if (typeof count === "number") return [{ name: type, value: count, each: 1 }];
  if (count === undefined) return rows === undefined ? [] : [{ name: type, value: rows, each: 1 }];
  if (typeof count === "boolean") return [];
  const named = [...count.matchAll(/\bparam\.(\w+)/g)].flatMap(([name, parameter = ""]) => {
    const value = parameters[parameter];
    return typeof value === "number" && Number.isInteger(value) ? [{ name, value }] : [];
  });
  const [first, ...others] = named.sort((one, other) => other.value - one.value);
  if (first === undefined) return [];
  // Reduces the number of groups and keeps their size.
  const each = PRODUCT.test(count) ? others.reduce((product, { value }) => product * value, 1) : 1;
  return [{ ...first, each }];
}

const PRODUCT = /^\s*param\.\w+(\s*\*\s*param\.\w+)*\s*$/;

/**
 * Exponents this close to an integer are rounded to it: differences between two small dry runs are
 * partly random.
 */
const INTEGER_TOLERANCE = 0.25;
/**
 * Scales an estimate up from dry runs of two sizes: use grows with a power of the number of agents,
 * at most proportionally, estimated from the two. `share` is the size of the larger one relative to
 * the whole, `half` that of the smaller one relative to the larger. Without a smaller one,
 * everything is proportional.
 */
export function scaleUpEstimate(
  larger: RunEstimate,
  smaller: RunEstimate | null,
  { share, half }: { readonly share: number; readonly half: number },
): RunEstimate {
  const factor = (more: number, less: number | undefined): number =>
    (1 / share) ** (less === undefined ? 1 : growthExponent(more, less, half));
  const lines = larger.lines.map(({ phase, label, group, ...line }) => {
    const before = smaller?.lines.find((other) => other.phase === phase && other.group === group);
    return { phase, label, group, ...scaleAmounts(line, factor(line.calls, before?.calls)) };
  });
  const countStepsWithCalls = ({ steps }: RunEstimate): number =>
    steps.reduce((sum, { calls, times: often }) => sum + (calls > 0 ? often : 0), 0);
  // Agents who decide one after the other have a step each.
  const more = smaller ? factor(countStepsWithCalls(larger), countStepsWithCalls(smaller)) : 1;
  const before = totalCalls(larger.lines);
  const each = before === 0 ? 1 : totalCalls(lines) / before / more;
  return {
    lines,
    steps: larger.steps.map(({ calls, times: often }) =>
      calls > 0 ? { calls: calls * each, times: often * more } : { calls, times: often },
    ),
  };
}

const totalCalls = (lines: RunEstimate["lines"]): number =>
  lines.reduce((sum, { calls }) => sum + calls, 0);

function growthExponent(more: number, less: number, half: number): number {
  if (more <= 0 || less <= 0) return 1;
  const found = Math.log(more / less) / Math.log(1 / half);
  const whole = Math.round(found);
  return Math.min(1, Math.max(0, Math.abs(found - whole) < INTEGER_TOLERANCE ? whole : found));
}
