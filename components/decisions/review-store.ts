import { create } from "zustand";
import type { AnswerField, Review, SaveReview } from "@/lib/contracts/reviews";
import { rewriteProblems, toRewrite, type Answer } from "./rewrite";

/** A verdict as somebody edits it. */
export interface Verdict {
  readonly score: number | null;
  readonly rewrite: Answer | null;
  readonly comment: string | null;
}

/** `incomplete`: the rewritten answer does not fit yet, so it waits here. */
export type SaveState = "clean" | "waiting" | "saving" | "saved" | "failed" | "incomplete";

export interface Entry {
  readonly saved: Verdict;
  readonly verdict: Verdict;
  readonly fields: readonly AnswerField[];
  readonly state: SaveState;
  readonly message: string | null;
}

export type Saver = (change: SaveReview) => Promise<Review>;

const EMPTY: Verdict = { score: null, rewrite: null, comment: null };
export const verdictOf = (review: Pick<Review, "score" | "rewrite" | "comment"> | null): Verdict => (review ? { score: review.score, rewrite: review.rewrite, comment: review.comment } : EMPTY);

/** What has to be sent so that the server knows the verdict; a rewrite that does not fit stays behind. */
export function changeOf({ saved, verdict, fields }: Pick<Entry, "saved" | "verdict" | "fields">): SaveReview {
  const rewrite = verdict.rewrite && toRewrite(fields, verdict.rewrite);
  // The database keeps the names of an answer in an order of its own.
  const known = saved.rewrite && toRewrite(fields, saved.rewrite);
  const fits = verdict.rewrite === null || Object.keys(rewriteProblems(fields, verdict.rewrite)).length === 0;
  return {
    ...(verdict.score !== saved.score && { score: verdict.score }),
    ...(verdict.comment !== saved.comment && { comment: verdict.comment }),
    ...(fits && JSON.stringify(rewrite) !== JSON.stringify(known) && { rewrite }),
  };
}

const isEmpty = (change: SaveReview): boolean => Object.keys(change).length === 0;
const isIncomplete = ({ verdict, fields }: Pick<Entry, "verdict" | "fields">): boolean => verdict.rewrite !== null && Object.keys(rewriteProblems(fields, verdict.rewrite)).length > 0;

/** How long typing has to pause before it is saved, in milliseconds. */
const PAUSE = 600;

interface ReviewState {
  /** By run and place: edits outlive the panel they were made in, until they are saved. */
  entries: Readonly<Record<string, Entry>>;
  /** Changes a verdict and saves it: soon, or at once. */
  edit: (key: string, start: Pick<Entry, "saved" | "fields">, change: Partial<Verdict>, save: Saver, atOnce: boolean) => void;
  /** Saves now what waits, as when the panel goes to another decision, or once more what failed. */
  flush: (key: string, save: Saver) => Promise<void>;
}

const timers = new Map<string, ReturnType<typeof setTimeout>>();

export const useReviews = create<ReviewState>()((set, read) => {
  const update = (key: string, change: Partial<Entry>): void =>
    set(({ entries }) => {
      const entry = entries[key];
      return entry ? { entries: { ...entries, [key]: { ...entry, ...change } } } : {};
    });

  return {
    entries: {},
    edit(key, start, change, save, atOnce) {
      const entry = read().entries[key] ?? { saved: start.saved, verdict: start.saved, message: null, state: "clean" as const };
      const state = entry.state === "saving" ? "saving" : "waiting";
      set(({ entries }) => ({ entries: { ...entries, [key]: { ...entry, fields: start.fields, verdict: { ...entry.verdict, ...change }, state } } }));
      clearTimeout(timers.get(key));
      timers.set(key, setTimeout(() => void read().flush(key, save), atOnce ? 0 : PAUSE));
    },
    async flush(key, save) {
      clearTimeout(timers.get(key));
      const entry = read().entries[key];
      // One request at a time per decision: what was typed meanwhile follows when it is back.
      if (!entry || entry.state === "saving" || entry.state === "clean") return;
      const change = changeOf(entry);
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
        update(key, { saved: verdictOf(review), state: changed ? "waiting" : settled });
        if (changed) await read().flush(key, save);
      } catch (error) {
        update(key, { state: "failed", message: error instanceof Error ? error.message : "The server could not be reached." });
      }
    },
  };
});

/** Whether anything somebody wrote is not on the server yet. */
export const hasUnsaved = (entries: ReviewState["entries"]): boolean => Object.values(entries).some((entry) => !isEmpty(changeOf(entry)) || isIncomplete(entry));
