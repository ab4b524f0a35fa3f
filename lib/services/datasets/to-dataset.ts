import type { DatasetColumn, DatasetSummary } from "@/lib/contracts/datasets";
import { type DataColumn, TableReader } from "@/lib/domain/data";
import { type Sample, samples } from "@/lib/domain/gallery/samples";
import type { StoredDataset } from "./ports";

const SAMPLE_PREFIX = "sample:";

/** Returns the id of a sample. */
export const sampleId = (name: string): string => SAMPLE_PREFIX + name;

/** Returns the name of the sample with this id, or undefined. */
export const sampleNameOf = (id: string): string | undefined =>
  id.startsWith(SAMPLE_PREFIX) ? id.slice(SAMPLE_PREFIX.length) : undefined;

export const toDatasetSummary = (stored: StoredDataset): DatasetSummary => ({
  id: stored.id,
  name: stored.name,
  fileName: stored.fileName,
  rows: stored.rows,
  emptyRows: stored.emptyRows,
  bytes: stored.bytes,
  columns: stored.columns.map(toColumn),
  isSample: false,
  uploadedAt: stored.createdAt.toISOString(),
});

const toColumn = ({
  name,
  type,
  missing,
  decimalComma,
  thousands,
  nonNumbers,
  range,
  values,
}: DataColumn): DatasetColumn => ({
  name,
  type,
  missing,
  ...(decimalComma === true && { decimalComma }),
  ...(thousands !== undefined && { thousands }),
  ...(nonNumbers && { nonNumbers: { ...nonNumbers, first: [...nonNumbers.first] } }),
  ...(range && { range: [range[0], range[1]] }),
  ...(values && { values: [...values] }),
});

function summarizeSample({ name, description, csv }: Sample): DatasetSummary {
  const reader = new TableReader();
  reader.push(csv);
  reader.end();
  const bytes = new TextEncoder().encode(csv).length;
  return {
    id: sampleId(name),
    name,
    fileName: `${name}.csv`,
    rows: reader.rows,
    emptyRows: reader.emptyRows,
    bytes,
    columns: reader.columns().map(toColumn),
    isSample: true,
    description,
    uploadedAt: null,
  };
}

let known: readonly DatasetSummary[] | undefined;

/** Lists the samples. */
export const sampleSummaries = (): readonly DatasetSummary[] =>
  (known ??= samples().map(summarizeSample));
