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

export interface ReviewEntry {
  /** Null while it is not known what the server has: a decision can be scored before it has been read. */
  readonly saved: Verdict | null;
  readonly verdict: Verdict;
  /** What was set while `saved` was not known; the rest of the verdict is the server's. */
  readonly pending: Partial<Verdict>;
  readonly fields: readonly AnswerField[];
  readonly state: SaveState;
  readonly message: string | null;
}

export type SaveFunction = (change: SaveReview) => Promise<Review>;

const EMPTY: Verdict = { score: null, rewrite: null, comment: null };
export const toVerdict = (review: Pick<Review, "score" | "rewrite" | "comment"> | null): Verdict =>
  review ? { score: review.score, rewrite: review.rewrite, comment: review.comment } : EMPTY;

/** What has to be sent so that the server knows the verdict; a rewrite that does not fit stays behind. */
export function unsavedChange({
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
  // The database keeps the names of an answer in an order of its own.
  const known = saved.rewrite && toRewrite(fields, saved.rewrite);
  const fits =
    verdict.rewrite === null || Object.keys(rewriteProblems(fields, verdict.rewrite)).length === 0;
  return {
    ...(verdict.score !== saved.score && { score: verdict.score }),
    ...(verdict.comment !== saved.comment && { comment: verdict.comment }),
    ...(fits && JSON.stringify(rewrite) !== JSON.stringify(known) && { rewrite }),
  };
}

/** The entry once it is known what the server has: what was set before stays, the rest is the server's. */
function withSaved(entry: ReviewEntry, saved: Verdict): ReviewEntry {
  return entry.saved === null
    ? { ...entry, saved, verdict: { ...saved, ...entry.pending }, pending: {} }
    : { ...entry, saved };
}

/** The verdict to show for a decision as the server has it, with what was edited here. */
export function currentVerdict(entry: ReviewEntry | undefined, saved: Verdict): Verdict {
  if (!entry) return saved;
  return entry.saved === null ? { ...saved, ...entry.pending } : entry.verdict;
}

const isEmpty = (change: SaveReview): boolean => Object.keys(change).length === 0;
const isIncomplete = ({ verdict, fields }: Pick<ReviewEntry, "verdict" | "fields">): boolean =>
  verdict.rewrite !== null && Object.keys(rewriteProblems(fields, verdict.rewrite)).length > 0;

/** How long typing has to pause before it is saved, in milliseconds. */
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
  /** Changes a verdict and saves it: soon, or at once. `start` is null for a decision that has not been read yet. */
  edit: (
    key: string,
    start: LoadedReview | null,
    change: Partial<Verdict>,
    save: SaveFunction,
    atOnce: boolean,
  ) => void;
  /** A decision has been read: nothing set before is lost, and nothing else of its verdict either. */
  load: (key: string, start: LoadedReview) => void;
  /** Saves now what waits, as when the panel goes to another decision, or once more what failed. */
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
      // One request at a time per decision: what was typed meanwhile follows when it is back.
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

/** Whether anything somebody wrote is not on the server yet. */
export const hasUnsaved = (entries: ReviewState["entries"]): boolean =>
  Object.values(entries).some((entry) => !isEmpty(unsavedChange(entry)) || isIncomplete(entry));
