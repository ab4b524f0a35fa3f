import { beforeEach, describe, expect, it, vi } from "vitest";
import { draftKey, useDrafts } from "./draft-store";

const memory = new Map<string, string>();
const browser = {
  getItem: (name: string) => memory.get(name) ?? null,
  setItem: (name: string, text: string) => void memory.set(name, text),
  removeItem: (name: string) => void memory.delete(name),
};
const key = draftKey("ada", "opinions");
const draft = () => useDrafts.getState().drafts[key];

beforeEach(() => {
  memory.clear();
  vi.stubGlobal("localStorage", browser);
  useDrafts.setState({ drafts: {}, documents: {}, storageFailed: false });
});

describe("drafts", () => {
  it("are restored after a reload", async () => {
    useDrafts
      .getState()
      .change(key, (known) => ({ ...known, name: "Pilot", values: { voters: 50 } }));
    const stored = memory.get("microcosm-drafts") ?? "";
    useDrafts.setState({ drafts: {} });
    memory.set("microcosm-drafts", stored);
    await useDrafts.persist.rehydrate();
    expect(draft()).toMatchObject({ name: "Pilot", values: { voters: 50 }, replicates: 1 });
  });

  it("are dropped when the stored data are invalid", async () => {
    memory.set(
      "microcosm-drafts",
      JSON.stringify({ version: 1, state: { drafts: { [key]: { name: 5 } }, documents: {} } }),
    );
    await useDrafts.persist.rehydrate();
    expect(draft()).toBeUndefined();
    memory.set("microcosm-drafts", "{");
    await useDrafts.persist.rehydrate();
    expect(draft()).toBeUndefined();
  });

  it("are reset one by one", () => {
    useDrafts.getState().change(key, (known) => ({ ...known, name: "Pilot" }));
    useDrafts
      .getState()
      .change(draftKey("bob", "opinions"), (known) => ({ ...known, name: "Other" }));
    useDrafts.getState().reset(key);
    expect(Object.keys(useDrafts.getState().drafts)).toEqual(["bob/opinions"]);
  });

  it("stay in memory, and report it, when storage fails", () => {
    vi.stubGlobal("localStorage", {
      ...browser,
      setItem: () => {
        throw new Error("full");
      },
    });
    useDrafts.getState().change(key, (known) => ({ ...known, name: "Pilot" }));
    expect(draft()?.name).toBe("Pilot");
    expect(useDrafts.getState().storageFailed).toBe(true);
  });
});
