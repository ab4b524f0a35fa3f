import { expect, it } from "vitest";
import { isKey, KEY_GROUPS, KEYS, keyNames, type KeyName } from "./keys";

type Held = Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>>;
const press = (key: string, held: Held = {}) => ({
  key,
  ...{ ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...held,
});

it("knows a key with what it is held with, on every system", () => {
  expect(isKey(press("k", { ctrlKey: true }), "palette")).toBe(true);
  expect(isKey(press("K", { metaKey: true }), "palette")).toBe(true);
  expect(isKey(press("k"), "palette")).toBe(false);
  expect(isKey(press("k", { ctrlKey: true, shiftKey: true }), "palette")).toBe(false);
  expect(isKey(press("k", { ctrlKey: true, altKey: true }), "palette")).toBe(false);
  // Typed with Shift on some keyboards, without on others.
  expect(isKey(press("?", { shiftKey: true }), "keySheet")).toBe(true);
  expect(isKey(press("?"), "keySheet")).toBe(true);
  expect(isKey(press("?", { ctrlKey: true }), "keySheet")).toBe(false);
  expect(isKey(press("Enter", { shiftKey: true }), "sendQuestion")).toBe(false);
  expect(isKey(press("J"), "nextDecision")).toBe(true);
});

it("names keys as they are printed", () => {
  expect(keyNames("palette")).toEqual(["Ctrl K"]);
  expect(keyNames("nextDecision")).toEqual(["J", "→"]);
  expect(keyNames("clearSearch")).toEqual(["Esc"]);
});

it("the sheet has every key once", () => {
  const listed = KEY_GROUPS.flatMap(({ keys }) => keys);
  expect(listed.toSorted()).toEqual((Object.keys(KEYS) as KeyName[]).toSorted());
});
