import type { AuditEntry } from "../audit/ports";
import { CUSTOM_PRESET } from "@/lib/contracts/endpoint-presets";
import type { Capabilities } from "@/lib/contracts/endpoints";
import type { RunModels } from "@/lib/domain/run";

/** The group of endpoints that nobody put into another. */
export const DEFAULT_GROUP = "default";

/** What an endpoint has that nobody said anything about. */
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
  /** Those of one group answer for the same agents; those of `embeddings` embed memories. */
  readonly group: string;
  /** Which kind of server it was added as. */
  readonly preset: string;
  /** Off: chosen for nothing new, and called by no run, until it is on again. */
  readonly enabled: boolean;
  /** US dollars per million tokens; null where nobody said. */
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
  /** `audit` is null for what the program does by itself. */
  create(endpoint: Omit<StoredEndpoint, "id">, audit: AuditEntry | null): Promise<StoredEndpoint>;
  update(
    id: string,
    change: Partial<Omit<StoredEndpoint, "id">>,
    audit: AuditEntry | null,
  ): Promise<StoredEndpoint>;
  /** Hides it from lists and forgets its key; runs keep referring to it. */
  archive(id: string, audit: AuditEntry): Promise<void>;
}

/** Encrypts endpoint keys with the installation's key (authenticated encryption). */
export interface SecretBox {
  seal(plain: string): string;
  open(cipher: string): string;
}

/** Who administers the installation. */
export interface Administrators {
  isAdministrator(userId: string): Promise<boolean>;
}

/** The runs that are queued or going, wherever. */
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
