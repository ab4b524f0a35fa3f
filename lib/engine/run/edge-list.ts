import { type Network, toJsonPointer } from "@/lib/domain/scenario";
import {
  cellError,
  compileFinder,
  type DatasetReader,
  type DatasetRow,
  type FindRow,
  openDataset,
} from "../population";
import type { Compiler, SourceLocation } from "../kit/compiler";
import { shouldYield, type Interruptible } from "../base/interruptible";
import type { StepContexts } from "../population/step-contexts";

/**
 * An initial tie of a network: the IDs of its ends, and the row of the edge list that defines it.
 */
export type InitialTie = {
  readonly source: string;
  readonly target: string;
  readonly from?: DatasetRow;
};

/** Generates the initial ties of a network on the current world. */
export type InitialTies = (contexts: StepContexts) => Interruptible<Iterable<InitialTie>>;

type EdgeList = NonNullable<Network["dataset"]>;

/**
 * Compiles the ties of an edge list, in its order. Cells name rows by ID, number or key. A repeated
 * tie, if undirected also in the other direction, is one tie with the attributes of the last row.
 */
export function compileEdgeList({
  name,
  network: { between, directed },
  edges,
  compiler,
}: {
  readonly name: string;
  readonly network: Network;
  readonly edges: EdgeList;
  readonly compiler: Compiler;
}): InitialTies {
  const at = (part: keyof EdgeList): string => toJsonPointer(["networks", name, "dataset", part]);
  const location = (part: keyof EdgeList): SourceLocation => ({ pointer: at(part), names: {} });
  const findSource = compileFinder(between[0], {
    key: edges.sourceKey,
    location: location("sourceKey"),
    compiler,
  });
  const findTarget = compileFinder(between[1], {
    key: edges.targetKey,
    location: location("targetKey"),
    compiler,
  });
  const mirrored = !directed && between[0] === between[1];

  return (contexts) => {
    const dataset = openDataset(edges.name, contexts.datasets, at("name"));
    const end = (part: "source" | "target", find: FindRow) =>
      endReader({
        dataset,
        edges,
        part,
        table: between[part === "source" ? 0 : 1],
        find,
        pointer: at(part),
      });
    return readTies(dataset, {
      source: end("source", findSource(contexts.world)),
      target: end("target", findTarget(contexts.world)),
      mirrored,
      column: edges.target,
      pointer: at("target"),
    });
  };
}

type ReadEnd = (index: number) => string | undefined;

/** Reads the row at one end; undefined if the edge list skips unknown ends. */
function endReader({
  dataset,
  edges,
  part,
  table,
  find,
  pointer,
}: {
  readonly dataset: DatasetReader;
  readonly edges: EdgeList;
  readonly part: "source" | "target";
  readonly table: string;
  readonly find: FindRow;
  readonly pointer: string;
}): ReadEnd {
  const column = edges[part];
  const key = part === "source" ? edges.sourceKey : edges.targetKey;
  const cell = dataset.column(column, pointer);
  const how =
    key === undefined
      ? `Cells hold an id such as ${table}-1, or its number; for the value of an attribute ` +
        `name it as \`${part}Key\`.`
      : `It must be the \`${key}\` of one.`;
  return (index) => {
    try {
      const row = find(cell(index));
      if (row !== undefined || edges.unknown === "skip") return row?.id;
      throw new RangeError(
        `“${cell(index)}” is no row of ${table}. ${how} Ties with unknown ends can be left ` +
          `out with \`"unknown": "skip"\`.`,
      );
    } catch (error) {
      throw error instanceof RangeError
        ? cellError(dataset, { index, column, reason: error.message, pointer })
        : error;
    }
  };
}

function* readTies(
  dataset: DatasetReader,
  {
    source,
    target,
    mirrored,
    column,
    pointer,
  }: {
    readonly source: ReadEnd;
    readonly target: ReadEnd;
    readonly mirrored: boolean;
    readonly column: string;
    readonly pointer: string;
  },
): Interruptible<Iterable<InitialTie>> {
  const ties = new Map<string, InitialTie>();
  for (let index = 0; index < dataset.size; index += 1) {
    if (shouldYield(index)) yield;
    const [from, to] = [source(index), target(index)];
    if (from === undefined || to === undefined) continue;
    if (from === to)
      throw cellError(dataset, {
        index,
        column,
        reason: `${from} cannot be tied to itself.`,
        pointer,
      });
    const turned = mirrored && to < from;
    ties.set(turned ? `${to} ${from}` : `${from} ${to}`, {
      source: from,
      target: to,
      from: dataset.row(index),
    });
  }
  return ties.values();
}
