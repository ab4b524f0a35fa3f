import { expect, it } from "vitest";
import { readFilter, parseDecisionKey, writeFilter } from "./filter";

it("reads valid filters from a URL and ignores the rest", () => {
  expect(
    readFilter(
      new URLSearchParams("round=2&phase=speak&status=invalid&agent=Voter-1&reviewed=yes"),
    ),
  ).toEqual({ round: 2, phase: "speak", status: "invalid", agent: "Voter-1", reviewed: "yes" });
  expect(readFilter(new URLSearchParams("round=two&status=odd&reviewed=no&agent=&phase="))).toEqual(
    {},
  );
});

it("writes a filter without touching the rest of the query", () => {
  const query = writeFilter(new URLSearchParams("round=2&decision=3.4&phase=speak"), {
    round: undefined,
    status: "rejected",
  });
  expect(query.toString()).toBe("decision=3.4&phase=speak&status=rejected");
  expect(writeFilter(query, {}).toString()).toBe(query.toString());
});

it("parses the key of a decision and nothing else", () => {
  expect(parseDecisionKey("12.0")).toEqual({ version: 12, seq: 0 });
  expect([null, "", "12", "1.2.3", "a.b", "-1.2", "1.2345678901"].map(parseDecisionKey)).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});
