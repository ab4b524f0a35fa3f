import { z } from "zod";
import { DATA_COLUMN_TYPES, DATA_LIMITS } from "@/lib/domain/data";

/** A column with what its values look like. */
export const datasetColumn = z.object({
  name: z.string(),
  type: z.enum(DATA_COLUMN_TYPES),
  /** Cells without a value. */
  missing: z.int(),
  decimalComma: z.boolean().optional(),
  /** Smallest and largest number. */
  range: z.tuple([z.number(), z.number()]).optional(),
  /** The different texts of a column that has few. */
  values: z.array(z.string()).optional(),
});
export type DatasetColumn = z.infer<typeof datasetColumn>;

/** An uploaded table, or one of the samples that come with the program (`sample:NAME`). */
export const datasetSummary = z.object({
  id: z.string(),
  /** What scenarios call it. */
  name: z.string(),
  fileName: z.string(),
  rows: z.int(),
  bytes: z.int(),
  columns: z.array(datasetColumn),
  isSample: z.boolean(),
  /** Of a sample: what it is. */
  description: z.string().optional(),
  /** Null for samples. */
  uploadedAt: z.iso.datetime().nullable(),
});
export type DatasetSummary = z.infer<typeof datasetSummary>;

export const datasetList = z.object({
  datasets: z.array(datasetSummary),
  /** Whether the reader may upload and delete. */
  mayChange: z.boolean(),
});
export type DatasetList = z.infer<typeof datasetList>;

/** With its first rows, as texts in the order of the columns. */
export const datasetDetail = datasetSummary.extend({ preview: z.array(z.array(z.string())) });
export type DatasetDetail = z.infer<typeof datasetDetail>;

/** The query of an upload, whose body is the file itself. */
export const datasetUpload = z.strictObject({
  name: z.string().trim().min(1, "Give the table a name").max(100),
  fileName: z.string().trim().min(1).max(255).default("table.csv"),
});

/**
 * Whether a file is too large, and what to do about it; undefined when it is not. Asked before
 * anything is sent, and again while it comes.
 */
export function fileSizeProblem(bytes: number): string | undefined {
  if (bytes <= DATA_LIMITS.bytes) return undefined;
  const megabytes = (count: number): string =>
    `${Math.ceil(count / 1_000_000).toLocaleString("en")} MB`;
  return (
    `This file has ${megabytes(bytes)}; at most ${megabytes(DATA_LIMITS.bytes)} can be ` +
    `uploaded. Take the part that your simulation needs: some users' rows, or a sample. ` +
    "Of MovieLens, the set “latest-small” (100,000 ratings) fits as it is; of the larger ones, " +
    "keep the ratings of some users."
  );
}
