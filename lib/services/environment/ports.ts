/** The current date and time. */
export interface Clock {
  now(): Date;
}

/** Writes one entry to the log of this process. */
export type Log = (message: string, details: Readonly<Record<string, unknown>>) => void;
