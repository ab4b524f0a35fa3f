import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { DECISION_COLUMNS, type DecisionColumns } from "@/lib/domain/decision";
import { makeDecision } from "@/lib/domain/decision/testing/make-decision";
import type { SharedTexts } from "./shared-texts";
import { DECISION_SQL, deriveDecisionSql } from "./decision-columns";

const decision = makeDecision({
  seq: 4,
  agentType: "Voter",
  kind: "action",
  values: { strength: 3 },
  head: "You take part.",
  latencyMs: 12.6,
  request: 1n,
  envelope: "{}",
  seed: 77,
});

const NO_TEXTS: SharedTexts = { heads: new Map(), envelopes: new Map(), bases: new Map() };

describe("one more declared column", () => {
  const columns = {
    ...DECISION_COLUMNS,
    selfRated: {
      type: z.int().nullable(),
      sql: "integer",
      filledBy: "recorder",
      fork: "copy",
      view: "detail",
      csv: "self_rated",
      correction: "given",
      poll: "list",
      pollCsv: "self_rated",
    },
  } satisfies DecisionColumns;
  const sql = deriveDecisionSql(columns);
  const withColumn = { ...decision, selfRated: 5 };

  it("appears in the header and the cells of the recorder's COPY", () => {
    expect(sql.copyTarget).toBe(DECISION_SQL.copyTarget.replace(/\)$/, ", self_rated)"));
    expect(sql.cells(withColumn, { run: 1, version: 2, texts: NO_TEXTS }).at(-1)).toBe(5);
  });

  it("appears in the columns that a fork copies", () => {
    expect(sql.copiedByFork).toBe(`${DECISION_SQL.copiedByFork}, self_rated`);
  });

  it("appears in the view it is declared for, and in no other", () => {
    expect(sql.detailed).toBe(`${DECISION_SQL.detailed}, d.self_rated AS "selfRated"`);
    expect(sql.listed).toBe(DECISION_SQL.listed);
  });

  it("appears in decisions.csv under its header", () => {
    expect(sql.csv([])).toBe(`${DECISION_SQL.csv([])}, d.self_rated AS self_rated`);
    expect(sql.csvHeaders).toEqual([...DECISION_SQL.csvHeaders, "self_rated"]);
  });

  it("appears in what a correction changes, with the value given", () => {
    expect(sql.correction).toBe(`${DECISION_SQL.correction}, self_rated = $6`);
    const correction = { action: "vote", values: { strength: 1 }, selfRated: 2 };
    expect(sql.correctionValues(correction)).toEqual(["vote", '{"strength":1}', 2]);
  });

  it("appears in COPY, list and file of the answers to a poll", () => {
    const { poll } = DECISION_SQL;
    expect(sql.poll.copyTarget).toBe(poll.copyTarget.replace(/\)$/, ", self_rated)"));
    expect(sql.poll.cells("id", withColumn, NO_TEXTS).at(-1)).toBe(5);
    expect(sql.poll.listed).toBe(`${poll.listed}, a.self_rated AS "selfRated"`);
    expect(sql.poll.csv([])).toBe(`${poll.csv([])}, a.self_rated AS self_rated`);
  });
});

it("writes one cell per column of the COPY", () => {
  const cells = DECISION_SQL.cells(decision, {
    run: 8,
    version: 3,
    texts: {
      heads: new Map([["You take part.", "h1"]]),
      envelopes: new Map([[decision, "e1"]]),
      bases: new Map([["{}", "e1"]]),
    },
  });
  const names = /\((.*)\)$/.exec(DECISION_SQL.copyTarget)?.[1]?.split(", ") ?? [];
  expect(Object.fromEntries(names.map((name, place) => [name, cells[place]]))).toMatchObject({
    run: 8,
    version: 3,
    seq: 4,
    agent_type: "Voter",
    '"values"': '{"strength":3}',
    head: "h1",
    envelope: "e1",
    seed: 77,
    latency_ms: 13,
    used_fallback: false,
    request: 1n,
    earlier: null,
  });
  expect(cells).toHaveLength(names.length);
});

it("corrects the answer and the verdict on it, and marks the decision", () => {
  expect(DECISION_SQL.correction).toBe(
    `action = $4, status = 'valid', reason = null, message = null, used_fallback = false, ` +
      `corrected = true, "values" = $5::jsonb`,
  );
});

it("selects the columns of a poll's file under their headers, texts without formulas", () => {
  const headers = [...DECISION_SQL.poll.csv([]).matchAll(/ AS (\w+)/g)].map(([, name]) => name);
  expect(headers).toEqual([
    "agent",
    "status",
    "reason",
    "message",
    "null_values",
    "answered_by",
    "endpoint",
    "prompt_tokens",
    "completion_tokens",
    "attempts",
    "cost_usd",
    "raw_answer",
  ]);
});

it("lets a fork copy every column except the run's key", () => {
  const copied = DECISION_SQL.copiedByFork.split(", ");
  expect(copied).toHaveLength(Object.keys(DECISION_COLUMNS).length - 1);
  expect(copied).not.toContain("run");
});

it("documents exactly the columns of decisions.csv, in their order", () => {
  const guide = readFileSync("docs/guide/files.md", "utf8");
  const section = guide.split("\n## decisions.csv")[1]?.split("\n## ")[0] ?? "";
  const cells = [...section.matchAll(/^\| (`[^|]+`) +\|/gm)].map(([, names]) => names ?? "");
  const documented = cells.flatMap((names) => [...names.matchAll(/`([^`]+)`/g)]);
  expect(documented.map(([, name]) => (name === "answer_NAME" ? "answer_*" : name))).toEqual(
    DECISION_SQL.csvHeaders,
  );
});
