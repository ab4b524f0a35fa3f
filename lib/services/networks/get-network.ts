import type { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import {
  MAX_SAMPLED_AGENTS,
  MAX_COUNTED_DEGREE,
  type NetworkPicture,
  type networkQuery,
  type ShownAttribute,
} from "@/lib/contracts/network";
import type { Actor } from "@/lib/domain/access";
import {
  type Attribute,
  ordinalOfRowId,
  type Scenario,
  tableOfRowId,
  type Value,
} from "@/lib/domain/scenario";
import { rowId } from "@/lib/engine";
import { nameAgents } from "../population/name-agents";
import type { RowNames } from "../population/ports";
import { findRun } from "../runs/find-run";
import type { LruCache } from "../caching/lru-cache";
import type { RunRecord, RunScenarioPorts } from "../runs/ports";
import { type ExploredNetwork, explore } from "./explore";
import type { NetworkStore, TableSize } from "./ports";
import {
  allNodes,
  forestFire,
  type AgentIndex,
  egoNetwork,
  type SamplingStrategy,
} from "./sampling-strategies";

export type NetworkPorts = RunScenarioPorts & {
  readonly networks: NetworkStore;
  readonly population: RowNames;
  /** A world at a version never changes, so each picture is computed once for all viewers. */
  readonly pictureCache: LruCache<NetworkPicture>;
};

/**
 * Maximum number of agents of a network shown as a whole; samples and neighbourhoods show fewer,
 * for readability.
 */
const MAX_WHOLE_NETWORK = 2_000;
const MAX_TIES = 20_000;

type Query = z.output<typeof networkQuery>;
/** The network at a version that a picture shows. */
type Subject = {
  readonly run: RunRecord;
  readonly scenario: Scenario;
  readonly name: string;
  readonly round: number;
  readonly before: number;
};

/**
 * Returns a network of a run with the values of its agents: whole when it is small, else a sample,
 * or the neighbourhood of an agent. The same query at the same version returns the same picture.
 * @throws AppError notFound; invalid for a network, agent or round that does not exist
 */
export async function getNetwork(
  ports: NetworkPorts,
  actor: Actor,
  runId: string,
  query: Query,
): Promise<NetworkPicture> {
  const run = await findRun(ports, actor, runId, "read");
  const { scenario } = await ports.scenarios.get(run.scenarioVersionId);
  const name = query.network ?? Object.keys(scenario.networks)[0] ?? "";
  if (!Object.hasOwn(scenario.networks, name))
    throw refused("/network", "The scenario has no such network.", `no network is named “${name}”`);
  const { round = run.round } = query;
  if (round > run.round)
    throw refused(
      "/round",
      "The run has not reached this round.",
      `the run is in round ${run.round}`,
    );
  const before =
    query.round === undefined ? run.version : await ports.networks.endOfRound(run.key, round);
  return ports.pictureCache.getOrCreate(
    [run.id, before, round, name, query.focus, query.hops, query.sample].join("/"),
    () => buildPicture(ports, { run, scenario, name, round, before }, query),
  );
}

const refused = (pointer: string, title: string, message: string): AppError =>
  new AppError("invalid", title, [{ pointer, message }]);

async function buildPicture(
  { networks, population }: NetworkPorts,
  subject: Subject,
  query: Query,
): Promise<NetworkPicture> {
  const { run, scenario, name, round, before } = subject;
  const network = requireNetwork(scenario, name);
  const tables = [...new Set(network.between)];
  const [ties, ...sizes] = await Promise.all(
    [name, ...tables].map((table) => networks.size({ run: run.key, table, before })),
  );
  const columns = tables.map((table) => shownColumns(scenario, table));
  const rowsOf = rowReader(networks, { subject, tables, columns });

  const ever = sizes.reduce((sum, size) => sum + size.ever, 0);
  const shown =
    query.focus !== undefined ? "surroundings" : ever <= MAX_WHOLE_NETWORK ? "all" : "sample";
  const explored = await explore(
    {
      ...(await chooseStrategy({ shown, subject, query, tables, sizes, rowsOf })),
      tiesOf: (ids) =>
        networks.ties({ run: run.key, table: name, before }, ids, MAX_COUNTED_DEGREE),
      most: { agents: shown === "all" ? MAX_WHOLE_NETWORK : MAX_SAMPLED_AGENTS, ties: MAX_TIES },
    },
    network.directed,
  );
  const agents = sizes.reduce((sum, { rows }) => sum + rows, 0);
  return {
    network: name,
    label: network.label ?? name,
    directed: network.directed,
    round,
    agents,
    ties: ties?.rows ?? 0,
    // So many ties that even few agents exceed the limit.
    shown: shown === "all" && explored.ids.length < agents ? "sample" : shown,
    types: tables.map((table) => ({
      name: table,
      label: (scenario.agents[table] ?? scenario.tables[table])?.label ?? table,
    })),
    nodes: explored.ids.map((id, place) => ({ id, degree: explored.degrees[place] ?? 0 })),
    names: await nameAgents({ population }, { run: run.key, scenario, texts: explored.ids }),
    edges: explored.edges.map(([source, target]) => [source, target]),
    attributes: describeAttributes({
      network: explored,
      tables,
      columns,
      rows: await rowsOf(explored.ids),
    }),
  };
}

/** Returns the agents that exist, with their values. */
type RowReader = (ids: readonly string[]) => Promise<ReadonlyMap<string, readonly Value[]>>;

const rowReader =
  (
    networks: NetworkStore,
    {
      subject: { run, before },
      tables,
      columns,
    }: {
      readonly subject: Subject;
      readonly tables: readonly string[];
      readonly columns: readonly (readonly Column[])[];
    },
  ): RowReader =>
  async (ids) => {
    const found = await Promise.all(
      tables.map((table, index) =>
        networks.rows(
          { run: run.key, table, before },
          ids.filter((id) => tableOfRowId(id) === table).map(ordinalOfRowId),
          (columns[index] ?? []).map(([attribute]) => attribute),
        ),
      ),
    );
    return new Map(found.flatMap((rows) => [...rows]));
  };

/**
 * Chooses which agents of a network are shown.
 * @throws AppError invalid for an agent that does not exist
 */
async function chooseStrategy({
  shown,
  subject: { run, name },
  query: { focus, hops, sample },
  tables,
  sizes,
  rowsOf,
}: {
  readonly shown: NetworkPicture["shown"];
  readonly subject: Subject;
  readonly query: Query;
  readonly tables: readonly string[];
  readonly sizes: readonly TableSize[];
  readonly rowsOf: RowReader;
}): Promise<SamplingStrategy> {
  const existing = async (ids: readonly string[]): Promise<string[]> => {
    const rows = await rowsOf(ids);
    return ids.filter((id) => rows.has(id));
  };
  if (focus !== undefined) {
    const exists = ID.test(focus) && (await existing([focus])).length > 0;
    if (!exists)
      throw refused(
        "/focus",
        "The agent does not exist in this network.",
        `the network has no agent “${focus}” in this round`,
      );
    return egoNetwork(focus, hops);
  }
  const idAt = ([table, place]: AgentIndex): string => rowId(tables[table] ?? "", place + 1);
  if (shown === "all")
    return allNodes(
      await existing(
        sizes.flatMap(({ ever }, table) =>
          Array.from({ length: ever }, (_, place) => idAt([table, place])),
        ),
      ),
    );
  return forestFire({
    seed: run.seed,
    name: `network ${name} ${sample}`,
    sizes: sizes.map(({ ever }) => ever),
    ids: (places) => existing(places.map(idAt)),
  });
}

/** Ordinals in the database have up to nine digits. */
const ID = /-[1-9]\d{0,8}$/;

function requireNetwork(scenario: Scenario, name: string): Scenario["networks"][string] {
  const network = scenario.networks[name];
  if (!network) throw new RangeError(`unknown network ${name}`);
  return network;
}

type Column = readonly [
  name: string,
  attribute: Extract<Attribute, { type: ShownAttribute["type"] }>,
];

function shownColumns({ agents, tables }: Scenario, table: string): Column[] {
  const declared = (agents[table] ?? tables[table])?.attributes ?? {};
  return Object.entries(declared).flatMap(([name, attribute]): Column[] => {
    const { type } = attribute;
    return type === "number" || type === "integer" || type === "boolean" || type === "category"
      ? [[name, attribute]]
      : [];
  });
}

function describeAttributes({
  network: { ids },
  tables,
  columns,
  rows,
}: {
  readonly network: ExploredNetwork;
  readonly tables: readonly string[];
  readonly columns: readonly (readonly Column[])[];
  readonly rows: ReadonlyMap<string, readonly Value[]>;
}): ShownAttribute[] {
  return tables.flatMap((table, index) =>
    (columns[index] ?? []).map(([name, attribute], place): ShownAttribute => ({
      of: table,
      name,
      label: attribute.label ?? name,
      unit: attribute.unit ?? null,
      type: attribute.type,
      options: attribute.type === "category" ? attribute.options : null,
      min: "min" in attribute ? (attribute.min ?? null) : null,
      max: "max" in attribute ? (attribute.max ?? null) : null,
      dynamic: attribute.dynamic,
      values: ids.map((id) =>
        tableOfRowId(id) === table ? (rows.get(id)?.[place] ?? null) : null,
      ),
    })),
  );
}
