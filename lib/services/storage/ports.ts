import type { DiskUse } from "@/lib/contracts/disk-use";

/** What was measured, and when. */
export type DiskMeasurement = {
  readonly measuredAt: Date | null;
  readonly requestedAt: Date | null;
  readonly durationMs: number;
  readonly databaseBytes: number;
};

export interface DiskUseStore {
  lastMeasurement(): Promise<DiskMeasurement>;
  request(at: Date): Promise<void>;
  /**
   * Counts the rows of every run, and stores what each run and uploaded table needs. One process at
   * a time does this; false when another one is at it.
   */
  measure(now: () => Date): Promise<boolean>;
  /** Sizes of projects; of those that a person can read, or of all for null. */
  projects(userId: string | null): Promise<DiskUse["projects"]>;
  studies(projectId: string): Promise<DiskUse["studies"]>;
  tables(projectId: string): Promise<DiskUse["tables"]>;
  hiddenBytes(projectId: string): Promise<number>;
}
