import type { AuditEntry } from "../audit/ports";
import type { DataColumn, DataTable } from "@/lib/domain/data";

export type StoredDataset = {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly fileName: string;
  readonly columns: readonly DataColumn[];
  readonly rows: number;
  readonly bytes: number;
  readonly createdAt: Date;
  readonly archived: boolean;
};

export type NewDataset = Pick<StoredDataset, "projectId" | "name" | "fileName"> & {
  readonly createdById: string | null;
};

/** What is known of a dataset once all of it has been read. */
export type DatasetContent = Pick<StoredDataset, "columns" | "rows" | "bytes">;

/** Cells as texts, in the order of the columns. */
export type DatasetChunk = readonly (readonly string[])[];

export interface DatasetStore {
  /**
   * Stores a dataset in one transaction while `read` hands over its rows; whatever it throws,
   * nothing is stored. Datasets of the same name in the project are retired, as by `archive`.
   * Throws `AppError` tooMany when many are being stored already.
   */
  create(
    dataset: NewDataset,
    audit: (content: DatasetContent) => AuditEntry,
    read: (add: (rows: DatasetChunk) => Promise<void>) => Promise<DatasetContent>,
  ): Promise<StoredDataset>;
  /** Those not archived, by name. */
  listForProject(projectId: string): Promise<StoredDataset[]>;
  /** Archived ones too: runs may name them. */
  get(id: string): Promise<StoredDataset | null>;
  /** All rows, with these of its columns. */
  table(dataset: StoredDataset, columns: ReadonlySet<string>): Promise<DataTable>;
  firstRows(id: string, count: number): Promise<DatasetChunk>;
  /** Deletes it, or takes it off the list when a run needs its rows to be played again. */
  archive(id: string, audit: AuditEntry): Promise<void>;
}
