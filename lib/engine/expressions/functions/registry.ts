import { AGENTS } from "./agents";
import { COLLECTIONS } from "./collections";
import { CONDITIONALS } from "./conditionals";
import { CORRELATIONS } from "./correlation";
import type { FunctionDoc, FunctionEntry } from "./entry";
import { LISTS } from "./lists";
import { NETWORKS } from "./networks";
import { NUMBERS } from "./numbers";
import { RANDOM_FUNCTIONS } from "./random";
import { STATISTICS } from "./statistics";
import { TEXTS } from "./text";

const ENTRIES: readonly FunctionEntry[] = [
  ...LISTS,
  ...COLLECTIONS,
  ...STATISTICS,
  ...CORRELATIONS,
  ...CONDITIONALS,
  ...NETWORKS,
  ...AGENTS,
  ...TEXTS,
  ...NUMBERS,
  ...RANDOM_FUNCTIONS,
];

/** Every function by name. To add one, add an entry to the file of its group. */
export const REGISTRY: ReadonlyMap<string, FunctionEntry> = new Map(
  ENTRIES.map((entry) => [entry.name, entry]),
);

/** The documentation of the function library, for the designer and the reference. */
export const FUNCTIONS: readonly FunctionDoc[] = ENTRIES.map(
  ({ name, group, signature, doc, example }) => ({ name, group, signature, doc, example }),
);
