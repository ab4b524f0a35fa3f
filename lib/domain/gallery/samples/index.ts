import { type DataTable, readTable } from "../../data";
import { movies } from "./movies";
import { ratings } from "./ratings";

/**
 * A table that comes with the program, so that templates which need data run without setup. All of
 * them are synthetic.
 */
export type Sample = { readonly name: string; readonly description: string; readonly csv: string };

const SAMPLES: readonly Sample[] = [
  {
    name: "movies",
    description: "60 synthetic films in the format of movies.csv of MovieLens.",
    csv: movies,
  },
  {
    name: "ratings",
    description:
      "1,200 synthetic ratings of these films by 60 synthetic people, in the format of ratings.csv of MovieLens.",
    csv: ratings,
  },
];

const tables = new Map<string, DataTable>();

export const samples = (): readonly Sample[] => SAMPLES;

export const findSample = (name: string): Sample | undefined =>
  SAMPLES.find((known) => known.name === name);

/** A sample as a table, read once. */
export function sampleTable(name: string): DataTable | undefined {
  const known = tables.get(name);
  const csv = findSample(name)?.csv;
  if (known !== undefined || csv === undefined) return known;
  const table = readTable(csv);
  tables.set(name, table);
  return table;
}
