"use client";

import { useEffect } from "react";
import { EMPTY_DRAFT, type StudyDraft } from "./draft";
import { useDrafts } from "./draft-store";

/** Reads what the browser kept, once, after the page has been shown. */
export function useStoredDrafts(): boolean {
  const ready = useDrafts((state) => state.ready);
  useEffect(() => {
    if (useDrafts.getState().ready) return;
    void Promise.resolve(useDrafts.persist.rehydrate()).then(() =>
      useDrafts.setState({ ready: true }),
    );
  }, []);
  return ready;
}

export interface DraftHandle {
  draft: StudyDraft;
  change: (change: (draft: StudyDraft) => StudyDraft) => void;
  reset: () => void;
  storageFailed: boolean;
}

/** One draft, by its key. */
export function useDraft(key: string): DraftHandle {
  useStoredDrafts();
  const draft = useDrafts((state) => state.drafts[key]) ?? EMPTY_DRAFT;
  const { change, reset, storageFailed: unkept } = useDrafts.getState();
  return {
    draft,
    storageFailed: unkept,
    change: (how) => change(key, how),
    reset: () => reset(key),
  };
}
