import type { Problem } from "@/lib/contracts/errors";
import type { ErrorCode } from "@/lib/contracts/errors";

/** From the program to a thread. */
export type ThreadRequest =
  | { readonly kind: "run"; readonly task: string; readonly input: unknown }
  | { readonly kind: "cancel" };

/** An error as data: classes do not survive the way between threads. */
export type ThreadFailure =
  | {
      readonly kind: "app";
      readonly code: ErrorCode;
      readonly message: string;
      readonly problems: readonly Problem[];
    }
  | { readonly kind: "other"; readonly message: string };

/** From a thread to the program. */
export type ThreadReply =
  | { readonly kind: "ready" }
  | { readonly kind: "progress"; readonly share: number }
  | { readonly kind: "result"; readonly result: unknown }
  | { readonly kind: "failure"; readonly failure: ThreadFailure };

/** What a thread is given at its start. */
export type ThreadData = {
  readonly settings: Readonly<Record<string, string>>;
};

/** Returns what this thread was given. */
export function threadSettings(data: unknown): Readonly<Record<string, string>> {
  // The program of this thread has passed it.
  return (data as ThreadData).settings;
}
