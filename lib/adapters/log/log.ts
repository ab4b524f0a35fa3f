/** Writes one event as a line of JSON. Never pass keys, prompts or answers. */
export type Log = (message: string, details?: Readonly<Record<string, unknown>>) => void;

/** Writes lines to standard error, each with its time and the name of the program. */
export const createLog =
  (program: string): Log =>
  (message, details = {}) =>
    console.error(JSON.stringify({ time: new Date().toISOString(), program, message, ...details }));
