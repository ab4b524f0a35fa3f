import { describe, expect, it } from "vitest";
import { auditAction, auditKind, auditKindOf, type AuditAction } from ".";
import { changedFacts, describeAuditEntry, type DescribedEntry } from "./describe-entry";

const describeAction = (action: AuditAction, entry: Partial<DescribedEntry> = {}): string =>
  describeAuditEntry({ action, subjectName: null, before: null, after: null, ...entry });

describe("the sentence of an entry", () => {
  it("names who and what, with the values before and after", () => {
    expect([
      describeAction("member.changeRole", {
        subjectName: "Tom",
        before: { role: "viewer" },
        after: { role: "researcher" },
      }),
      describeAction("project.rename", { before: { name: "Old" }, after: { name: "New" } }),
      describeAction("member.invite", { after: { role: "annotator", email: "a@example.org" } }),
      describeAction("member.invite", { after: { role: "annotator", email: null } }),
      describeAction("study.start", { after: { name: "Trust", arms: 2, replicates: 1 } }),
      describeAction("study.changeBudget", {
        subjectName: "Trust",
        before: { tokens: 1_500_000, money: null },
        after: { tokens: null, money: 5 },
      }),
      describeAction("review.save", {
        subjectName: "Trust",
        before: { score: 2 },
        after: { score: 5 },
      }),
    ]).toEqual([
      "Changed the role of Tom from viewer to researcher",
      "Renamed the project from “Old” to “New”",
      "Invited a@example.org as annotator",
      "Invited whoever has the link as annotator",
      "Started the study “Trust” (2 arms, 1 replicate each)",
      "Changed the budget of the study “Trust” from 1,500,000 tokens to $5",
      "Reviewed a decision of a run of Trust: score 2 → 5",
    ]);
  });

  it("says which settings of an endpoint differ, and no others", () => {
    const before = { name: "Lab", priceIn: 1, hasKey: false };
    expect(
      describeAction("endpoint.update", { before, after: { ...before, priceIn: 2, hasKey: true } }),
    ).toBe("Changed the endpoint “Lab”: input price, has key");
  });

  it.each(auditAction.options)("reads without facts and for what was deleted: %s", (action) => {
    const sentence = describeAction(action);
    expect(sentence).toMatch(/^[A-Z].*[^.]$/);
    expect(sentence).not.toMatch(/undefined|null|NaN|\[object/);
  });
});

describe("changed facts", () => {
  it("are those that differ, in words", () => {
    expect(
      changedFacts({
        before: { name: "Lab", enabled: true, priceIn: null },
        after: { name: "Lab", enabled: false, priceIn: 2, group: ["a"] },
      }),
    ).toEqual([
      { label: "Enabled", before: "yes", after: "no" },
      { label: "Input price", before: "none", after: "2" },
      { label: "Group", before: null, after: '["a"]' },
    ]);
  });

  it("are all of them where only one side is recorded", () => {
    expect(changedFacts({ before: { role: "viewer" }, after: null })).toEqual([
      { label: "Role", before: "viewer", after: null },
    ]);
  });
});

it("finds the kind of every action", () => {
  expect(
    auditAction.options.map(auditKindOf).every((kind) => auditKind.options.includes(kind)),
  ).toBe(true);
  expect(auditKindOf("study.changeBudget")).toBe("study");
});
