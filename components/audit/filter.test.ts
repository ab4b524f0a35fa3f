import { expect, it } from "vitest";
import { isReversed, readAuditFilter, toAuditQuery, writeAuditFilter } from "./filter";

it("reads valid filters from a URL and ignores the rest", () => {
  const all = "actor=1&kind=study&action=study.start&from=2026-11-01&to=2026-11-30";
  expect(readAuditFilter(new URLSearchParams(all))).toEqual({
    actor: "1",
    kind: "study",
    action: "study.start",
    from: "2026-11-01",
    to: "2026-11-30",
  });
  expect(
    readAuditFilter(
      new URLSearchParams("actor=&kind=odd&action=study.odd&from=2026-02-30&to=yesterday"),
    ),
  ).toEqual({});
});

it("writes a filter without touching the rest of the query", () => {
  const query = writeAuditFilter(new URLSearchParams("x=1&actor=2&kind=run"), {
    actor: undefined,
    from: "2026-11-01",
  });
  expect(query.toString()).toBe("x=1&kind=run&from=2026-11-01");
});

it("asks for whole days of the reader, the last one included", () => {
  const query = toAuditQuery({ actor: "1", from: "2026-11-01", to: "2026-11-01" });
  expect(Object.fromEntries(query)).toEqual({
    actor: "1",
    since: new Date(2026, 10, 1).toISOString(),
    until: new Date(2026, 10, 2).toISOString(),
  });
});

it("notices a last day before the first", () => {
  expect(isReversed({ from: "2026-11-02", to: "2026-11-01" })).toBe(true);
  expect(isReversed({ from: "2026-11-01", to: "2026-11-01" })).toBe(false);
  expect(isReversed({ from: "2026-11-01" })).toBe(false);
});
