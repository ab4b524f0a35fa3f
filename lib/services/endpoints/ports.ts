import type { AuditEntry } from "@/lib/domain/audit/audit-entry";
import { CUSTOM_PRESET } from "@/lib/contracts/endpoint-presets";
import type { Capabilities } from "@/lib/contracts/endpoints";
import type { RunModels } from "@/lib/domain/run";

/** The group of endpoints for which no group was set. */
export const DEFAULT_GROUP = "default";

/** Settings of an endpoint for which none were given. */
export const ENDPOINT_DEFAULTS = {
  preset: CUSTOM_PRESET,
  enabled: true,
  priceIn: null,
  priceOut: null,
} as const;

/** An endpoint as stored; the key stays encrypted until a call needs it. */
export type StoredEndpoint = {
  readonly id: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly model: string;
  /** Endpoints of one group answer for the same agents; those of `embeddings` embed memories. */
  readonly group: string;
  /** Kind of server it was added as. */
  readonly preset: string;
  /**
   * When false, it is offered for no new run and called by no run until it is switched on again.
   */
  readonly enabled: boolean;
  /** US dollars per million tokens; null when not set. */
  readonly priceIn: number | null;
  readonly priceOut: number | null;
  readonly keyCipher: string | null;
  readonly isDemo: boolean;
  readonly isBuiltIn: boolean;
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly capabilities: Capabilities | null;
  readonly probedAt: Date | null;
};

export interface EndpointStore {
  list(): Promise<StoredEndpoint[]>;
  get(id: string): Promise<StoredEndpoint | null>;
  /** `audit` is null for changes by the program itself. */
  create(endpoint: Omit<StoredEndpoint, "id">, audit: AuditEntry | null): Promise<StoredEndpoint>;
  update(
    id: string,
    change: Partial<Omit<StoredEndpoint, "id">>,
    audit: AuditEntry | null,
  ): Promise<StoredEndpoint>;
  /** Hides it from lists and deletes its key; runs keep referring to it. */
  archive(id: string, audit: AuditEntry): Promise<void>;
}

/** Encrypts endpoint keys with the installation's key (authenticated encryption). */
export interface SecretBox {
  seal(plain: string): string;
  open(cipher: string): string;
}

/** Knows who administers the installation. */
export interface Administrators {
  isAdministrator(userId: string): Promise<boolean>;
}

/** Queued and active runs of all projects. */
export interface UnsettledRuns {
  unsettled(): Promise<readonly UnsettledRun[]>;
}
export type UnsettledRun = {
  readonly id: string;
  readonly studyName: string;
  readonly replicate: number;
  readonly endpointId: string;
  readonly embedderId: string | null;
  readonly models: RunModels;
};
