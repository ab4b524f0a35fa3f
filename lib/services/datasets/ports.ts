import type { AuditEntry } from "@/lib/domain/audit/audit-entry";
import type { DataColumn, DataTable } from "@/lib/domain/data";

export type StoredDataset = {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly fileName: string;
  readonly columns: readonly DataColumn[];
  readonly rows: number;
  /** Rows of the file without a value, which were left out. */
  readonly emptyRows: number;
  readonly bytes: number;
  readonly createdAt: Date;
  readonly archived: boolean;
};

export type NewDataset = Pick<StoredDataset, "projectId" | "name" | "fileName"> & {
  readonly createdById: string | null;
};

/** What is known of a dataset after all of it has been read. */
export type DatasetContent = Pick<StoredDataset, "columns" | "rows" | "emptyRows" | "bytes">;

/** Cells as texts, in the order of the columns. */
export type DatasetChunk = readonly (readonly string[])[];

export interface DatasetStore {
  /**
   * Stores a dataset in one transaction while `read` yields its rows; if it throws, nothing is
   * stored. Archives the dataset of the same name in the project, whose id the entry of the audit
   * log gets as `replaced`. Throws `AppError` tooMany while many
   * are being stored already.
   */
  create(
    dataset: NewDataset,
    audit: (content: DatasetContent, replaced: string | undefined) => AuditEntry,
    read: (add: (rows: DatasetChunk) => Promise<void>) => Promise<DatasetContent>,
  ): Promise<StoredDataset>;
  /** Lists datasets that are neither archived nor deleted, by name. */
  listForProject(projectId: string): Promise<StoredDataset[]>;
  /** Also returns archived and deleted ones: runs may refer to them. */
  get(id: string): Promise<StoredDataset | null>;
  /** Reads all rows, with these columns. */
  table(dataset: StoredDataset, columns: ReadonlySet<string>): Promise<DataTable>;
  firstRows(id: string, count: number): Promise<DatasetChunk>;
}
