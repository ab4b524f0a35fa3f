import { z } from "zod";
import { create } from "zustand";
import { persist, type PersistStorage } from "zustand/middleware";
import { EMPTY_DRAFT, studyDraft, type StudyDraft } from "./draft";

const storedDrafts = z.object({
  /** By person and scenario, so that people who share a browser do not share drafts. */
  drafts: z.record(z.string(), studyDraft).catch({}),
  /** The text of the imported scenario file, by person. */
  documents: z.record(z.string(), z.string()).catch({}),
});
type StoredDrafts = z.infer<typeof storedDrafts>;

interface DraftState extends StoredDrafts {
  /** Whether the drafts in browser storage have been read. */
  ready: boolean;
  /** The browser could not store the drafts: storage is full or disabled. */
  storageFailed: boolean;
  /** Changes the draft of a key, which starts as `initial`. */
  change: (key: string, change: (draft: StudyDraft) => StudyDraft, initial?: StudyDraft) => void;
  reset: (key: string) => void;
  setDocument: (person: string, text: string) => void;
}

const NAME = "microcosm-drafts";
const VERSION = 1;

/** Browser storage; a draft that cannot be stored stays in memory, and the form says so. */
const storage: PersistStorage<StoredDrafts> = {
  getItem: (name) => {
    try {
      const stored = z
        .object({ state: storedDrafts, version: z.literal(VERSION) })
        .safeParse(JSON.parse(localStorage.getItem(name) ?? "null"));
      return stored.success ? stored.data : null;
    } catch {
      return null;
    }
  },
  setItem: (name, value) => {
    try {
      localStorage.setItem(name, JSON.stringify(value));
      if (useDrafts.getState().storageFailed) useDrafts.setState({ storageFailed: false });
    } catch {
      if (!useDrafts.getState().storageFailed) useDrafts.setState({ storageFailed: true });
    }
  },
  removeItem: (name) => localStorage.removeItem(name),
};

/** Drafts of studies, stored in the browser across reloads and sign-outs. */
export const useDrafts = create<DraftState>()(
  persist(
    (set) => ({
      drafts: {},
      documents: {},
      ready: false,
      storageFailed: false,
      change: (key, change, initial = EMPTY_DRAFT) =>
        set(({ drafts }) => ({ drafts: { ...drafts, [key]: change(drafts[key] ?? initial) } })),
      reset: (key) =>
        set(({ drafts }) => ({
          drafts: Object.fromEntries(Object.entries(drafts).filter(([known]) => known !== key)),
        })),
      setDocument: (person, text) =>
        set(({ documents }) => ({ documents: { ...documents, [person]: text } })),
    }),
    // Read after the first rendering: the server has no access to browser storage.
    {
      name: NAME,
      version: VERSION,
      storage,
      skipHydration: true,
      partialize: ({ drafts, documents }) => ({ drafts, documents }),
    },
  ),
);

export const draftKey = (person: string, scenario: string): string => `${person}/${scenario}`;
