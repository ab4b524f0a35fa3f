import { z } from "zod";
import { isStorable, NOT_STORABLE } from "./storable";
import { DATA_COLUMN_TYPES, DATA_LIMITS, THOUSANDS_SEPARATORS } from "@/lib/domain/data";

/** A column with what its values look like. */
export const datasetColumn = z.object({
  name: z.string(),
  type: z.enum(DATA_COLUMN_TYPES),
  /** Cells without a value. */
  missing: z.int(),
  decimalComma: z.boolean().optional(),
  /** What stands between thousands. */
  thousands: z.enum(THOUSANDS_SEPARATORS).optional(),
  /** Of a text column in which at least half of the cells are numbers: those that are none. */
  nonNumbers: z
    .object({
      count: z.int(),
      first: z.array(z.object({ row: z.int(), cell: z.string() })),
    })
    .optional(),
  /** Smallest and largest number. */
  range: z.tuple([z.number(), z.number()]).optional(),
  /** The different texts of a column that has few. */
  values: z.array(z.string()).optional(),
});
export type DatasetColumn = z.infer<typeof datasetColumn>;

/** An uploaded table, or a built-in sample (`sample:NAME`). */
export const datasetSummary = z.object({
  id: z.string(),
  /** Name in scenarios. */
  name: z.string(),
  fileName: z.string(),
  rows: z.int(),
  /** Rows of the file without a value, which were left out. */
  emptyRows: z.int(),
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
  /** Whether the viewer may upload and delete. */
  mayChange: z.boolean(),
});
export type DatasetList = z.infer<typeof datasetList>;

/** A dataset with its first rows, as texts in column order. */
export type DatasetDetail = DatasetSummary & { preview: string[][] };

/** The query of an upload, whose body is the file itself. */
export const datasetUpload = z.strictObject({
  name: z.string().trim().min(1, "Give the table a name").max(100).refine(isStorable, NOT_STORABLE),
  fileName: z.string().trim().min(1).max(255).refine(isStorable, NOT_STORABLE).default("table.csv"),
});

/**
 * Returns the problem with an oversized file, or undefined. Checked before and during the upload.
 */
export function fileSizeProblem(bytes: number): string | undefined {
  if (bytes <= DATA_LIMITS.bytes) return undefined;
  const megabytes = (count: number): string =>
    `${Math.ceil(count / 1_000_000).toLocaleString("en")} MB`;
  return (
    `This file has ${megabytes(bytes)}; the limit is ${megabytes(DATA_LIMITS.bytes)}. Upload ` +
    `the part ` +
    "that your simulation needs, such as the rows of some users, or a sample. Of MovieLens, " +
    "“latest-small” (100,000 ratings) fits; of larger sets, keep the ratings of some users."
  );
}
