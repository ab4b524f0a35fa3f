import type { ScenarioDocument } from "@/lib/domain/scenario";

/** The stored versions of scenarios, which are immutable. */
export interface ScenarioVersionStore {
  scenario(
    scenarioVersionId: string,
  ): Promise<{ document: ScenarioDocument; hash: string; number: number }>;
}

/** A scenario of a project, with its use. */
export type ScenarioRecord = {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly title: string;
  /** Its versions stay for the studies that were made of them. */
  readonly isDeleted: boolean;
  /** The latest first. */
  readonly versions: readonly VersionUse[];
};

export type VersionUse = {
  readonly id: string;
  readonly number: number;
  readonly hash: string;
  readonly createdAt: Date;
  readonly studies: number;
  readonly runs: number;
};

export type StoredVersion = Pick<VersionUse, "id" | "number" | "createdAt"> & {
  readonly scenarioId: string;
  readonly projectId: string;
  readonly document: ScenarioDocument;
};

/** The scenarios that studies of a project were made of. */
export interface ScenarioStore {
  /** Those with the latest version first, without deleted ones. */
  listForProject(projectId: string): Promise<ScenarioRecord[]>;
  /** A deleted one, too. */
  get(scenarioId: string): Promise<ScenarioRecord | null>;
  /** Of a deleted scenario, too. */
  version(versionId: string): Promise<StoredVersion | null>;
}
