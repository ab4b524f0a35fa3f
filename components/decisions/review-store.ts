import { create } from "zustand";
import type { AnswerField, Review, SaveReview } from "@/lib/contracts/reviews";
import { rewriteProblems, toRewrite, type Answer } from "./rewrite";

/** A review while it is edited. */
export interface Verdict {
  readonly score: number | null;
  readonly rewrite: Answer | null;
  readonly comment: string | null;
}

/** `incomplete`: the rewritten answer is not valid yet and therefore not saved. */
export type SaveState = "clean" | "waiting" | "saving" | "saved" | "failed" | "incomplete";

export interface ReviewEntry {
  /** Null until the review has been loaded: a decision can be scored before that. */
  readonly saved: Verdict | null;
  readonly verdict: Verdict;
  /** Changes made before `saved` was loaded; the rest of the verdict is the server's. */
  readonly pending: Partial<Verdict>;
  readonly fields: readonly AnswerField[];
  readonly state: SaveState;
  readonly message: string | null;
}

export type SaveFunction = (change: SaveReview) => Promise<Review>;

const EMPTY: Verdict = { score: null, rewrite: null, comment: null };
export const toVerdict = (review: Pick<Review, "score" | "rewrite" | "comment"> | null): Verdict =>
  review ? { score: review.score, rewrite: review.rewrite, comment: review.comment } : EMPTY;

/** Returns the changes that the server does not have; an invalid rewrite is left out. */
function unsavedChange({
  saved,
  verdict,
  pending: unread,
  fields,
}: Pick<ReviewEntry, "saved" | "verdict" | "pending" | "fields">): SaveReview {
  if (saved === null)
    return {
      ...(unread.score !== undefined && { score: unread.score }),
      ...(unread.comment !== undefined && { comment: unread.comment }),
    };
  const rewrite = verdict.rewrite && toRewrite(fields, verdict.rewrite);
  // The database may return the fields of an answer in another order.
  const known = saved.rewrite && toRewrite(fields, saved.rewrite);
  const fits =
    verdict.rewrite === null || Object.keys(rewriteProblems(fields, verdict.rewrite)).length === 0;
  return {
    ...(verdict.score !== saved.score && { score: verdict.score }),
    ...(verdict.comment !== saved.comment && { comment: verdict.comment }),
    ...(fits && JSON.stringify(rewrite) !== JSON.stringify(known) && { rewrite }),
  };
}

/** Sets the saved review of an entry: earlier changes stay, the rest is the server's. */
function withSaved(entry: ReviewEntry, saved: Verdict): ReviewEntry {
  return entry.saved === null
    ? { ...entry, saved, verdict: { ...saved, ...entry.pending }, pending: {} }
    : { ...entry, saved };
}

/** Returns the verdict to show: the saved one with the local edits. */
export function currentVerdict(entry: ReviewEntry | undefined, saved: Verdict): Verdict {
  if (!entry) return saved;
  return entry.saved === null ? { ...saved, ...entry.pending } : entry.verdict;
}

const isEmpty = (change: SaveReview): boolean => Object.keys(change).length === 0;
const isIncomplete = ({ verdict, fields }: Pick<ReviewEntry, "verdict" | "fields">): boolean =>
  verdict.rewrite !== null && Object.keys(rewriteProblems(fields, verdict.rewrite)).length > 0;

const AUTOSAVE_DELAY_MS = 600;

/** What is known of a decision that has been read. */
interface LoadedReview {
  readonly saved: Verdict;
  /** Of its form; undefined while that is not known. */
  readonly fields: readonly AnswerField[] | undefined;
}

interface ReviewState {
  /** By run and decision key: edits outlive the panel they were made in, until they are saved. */
  entries: Readonly<Record<string, ReviewEntry>>;
  /**
   * Changes a verdict and saves it soon or at once. `start` is null for a decision not loaded yet.
   */
  edit: (
    key: string,
    start: LoadedReview | null,
    change: Partial<Verdict>,
    save: SaveFunction,
    atOnce: boolean,
  ) => void;
  /** Takes in a loaded review without losing earlier edits. */
  load: (key: string, start: LoadedReview) => void;
  /** Saves waiting changes at once, or retries a failed save. */
  flush: (key: string, save: SaveFunction) => Promise<void>;
}

const timers = new Map<string, ReturnType<typeof setTimeout>>();

export const useReviews = create<ReviewState>()((set, read) => {
  const update = (key: string, change: Partial<ReviewEntry>): void =>
    set(({ entries }) => {
      const entry = entries[key];
      return entry ? { entries: { ...entries, [key]: { ...entry, ...change } } } : {};
    });

  return {
    entries: {},
    edit(key, start, change, save, atOnce) {
      if (start) read().load(key, start);
      const entry = read().entries[key] ?? {
        saved: start?.saved ?? null,
        verdict: start?.saved ?? EMPTY,
        pending: {},
        fields: start?.fields ?? [],
        message: null,
        state: "clean" as const,
      };
      const state = entry.state === "saving" ? "saving" : "waiting";
      const unread = entry.saved === null ? { ...entry.pending, ...change } : entry.pending;
      set(({ entries }) => ({
        entries: {
          ...entries,
          [key]: { ...entry, verdict: { ...entry.verdict, ...change }, pending: unread, state },
        },
      }));
      clearTimeout(timers.get(key));
      timers.set(
        key,
        setTimeout(() => void read().flush(key, save), atOnce ? 0 : AUTOSAVE_DELAY_MS),
      );
    },
    load(key, { saved, fields }) {
      const entry = read().entries[key];
      if (!entry) return;
      update(key, {
        ...(entry.saved === null && withSaved(entry, saved)),
        fields: fields ?? entry.fields,
      });
    },
    async flush(key, save) {
      clearTimeout(timers.get(key));
      const entry = read().entries[key];
      // One request at a time per decision: edits made meanwhile follow when it returns.
      if (!entry || entry.state === "saving" || entry.state === "clean") return;
      const change = unsavedChange(entry);
      const settled = isIncomplete(entry) ? "incomplete" : "saved";
      if (isEmpty(change)) {
        update(key, { state: settled, message: null });
        return;
      }
      update(key, { state: "saving", message: null });
      try {
        const review = await save(change);
        const now = read().entries[key];
        if (!now) return;
        const changed = now.verdict !== entry.verdict;
        update(key, { ...withSaved(now, toVerdict(review)), state: changed ? "waiting" : settled });
        if (changed) await read().flush(key, save);
      } catch (error) {
        update(key, {
          state: "failed",
          message: error instanceof Error ? error.message : "The server could not be reached.",
        });
      }
    },
  };
});

/** Whether any edits are not on the server yet. */
export const hasUnsaved = (entries: ReviewState["entries"]): boolean =>
  Object.values(entries).some((entry) => !isEmpty(unsavedChange(entry)) || isIncomplete(entry));
