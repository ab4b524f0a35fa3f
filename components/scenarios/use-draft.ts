"use client";

import { useEffect } from "react";
import { EMPTY_DRAFT, type StudyDraft } from "./draft";
import { useDrafts } from "./draft-store";

/** Reads the stored drafts once, after the first rendering; returns whether it has. */
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

/** Returns the draft of a key with its actions; one that was never touched is `initial`. */
export function useDraft(key: string, initial = EMPTY_DRAFT): DraftHandle {
  useStoredDrafts();
  const draft = useDrafts((state) => state.drafts[key]) ?? initial;
  const { change, reset, storageFailed: isUnsaved } = useDrafts.getState();
  return {
    draft,
    storageFailed: isUnsaved,
    change: (how) => change(key, how, initial),
    reset: () => reset(key),
  };
}
