import { create } from "zustand";

/** The unsaved part of an interview: the text being written, and a question without an answer. */
export interface ChatDraft {
  readonly text: string;
  readonly pending: {
    readonly text: string;
    readonly state: "waiting" | "failed";
    readonly problem: string | null;
  } | null;
}

const EMPTY: ChatDraft = { text: "", pending: null };

interface ChatDrafts {
  readonly drafts: Readonly<Record<string, ChatDraft>>;
  setText: (key: string, text: string) => void;
  startQuestion: (key: string, text: string) => void;
  completeQuestion: (key: string) => void;
  failQuestion: (key: string, problem: string) => void;
  /** Moves an unanswered question back into the text field, above what was written since. */
  editQuestion: (key: string) => void;
}

/** Drafts outlive their page, so that going to another agent loses nothing. */
export const useChatDrafts = create<ChatDrafts>()((set) => {
  const change = (key: string, how: (draft: ChatDraft) => ChatDraft) =>
    set(({ drafts }) => ({ drafts: { ...drafts, [key]: how(drafts[key] ?? EMPTY) } }));
  return {
    drafts: {},
    setText: (key, text) => change(key, (draft) => ({ ...draft, text })),
    startQuestion: (key, text) =>
      change(key, (draft) => ({
        text: draft.text.trim() === text ? "" : draft.text,
        pending: { text, state: "waiting", problem: null },
      })),
    completeQuestion: (key) => change(key, (draft) => ({ ...draft, pending: null })),
    failQuestion: (key, problem) =>
      change(key, (draft) => ({
        ...draft,
        pending: draft.pending && { ...draft.pending, state: "failed", problem },
      })),
    editQuestion: (key) =>
      change(key, ({ text, pending }) => ({
        text: [pending?.text ?? "", text].filter((part) => part.trim() !== "").join("\n"),
        pending: null,
      })),
  };
});

export const getDraft = (drafts: ChatDrafts["drafts"], key: string): ChatDraft =>
  drafts[key] ?? EMPTY;
