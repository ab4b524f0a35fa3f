import { create } from "zustand";

/** What is not on the server of one chat: the words being written, and a question on its way or without an answer. */
export interface ChatDraft {
  readonly text: string;
  readonly asked: {
    readonly text: string;
    readonly state: "waiting" | "failed";
    readonly problem: string | null;
  } | null;
}

const EMPTY: ChatDraft = { text: "", asked: null };

interface Chats {
  readonly drafts: Readonly<Record<string, ChatDraft>>;
  write: (key: string, text: string) => void;
  ask: (key: string, text: string) => void;
  answered: (key: string) => void;
  failed: (key: string, problem: string) => void;
  /** Gives a question without an answer back to be changed; words written meanwhile stay, below it. */
  takeBack: (key: string) => void;
}

/** Going to another agent or page and back loses nothing. */
export const useChats = create<Chats>()((set) => {
  const change = (key: string, how: (draft: ChatDraft) => ChatDraft) =>
    set(({ drafts }) => ({ drafts: { ...drafts, [key]: how(drafts[key] ?? EMPTY) } }));
  return {
    drafts: {},
    write: (key, text) => change(key, (draft) => ({ ...draft, text })),
    ask: (key, text) =>
      change(key, (draft) => ({
        text: draft.text.trim() === text ? "" : draft.text,
        asked: { text, state: "waiting", problem: null },
      })),
    answered: (key) => change(key, (draft) => ({ ...draft, asked: null })),
    failed: (key, problem) =>
      change(key, (draft) => ({
        ...draft,
        asked: draft.asked && { ...draft.asked, state: "failed", problem },
      })),
    takeBack: (key) =>
      change(key, ({ text, asked }) => ({
        text: [asked?.text ?? "", text].filter((part) => part.trim() !== "").join("\n"),
        asked: null,
      })),
  };
});

export const draftOf = (drafts: Chats["drafts"], key: string): ChatDraft => drafts[key] ?? EMPTY;
