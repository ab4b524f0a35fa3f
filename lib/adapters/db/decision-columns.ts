import pg from "pg";
import {
  DECISION_COLUMNS,
  type DecisionColumn,
  type DecisionColumns,
  type DecisionCorrection,
  type RecordedDecision,
  type RecordedPollAnswer,
} from "@/lib/domain/decision";
import type { FieldColumn } from "@/lib/services/files/ports";
import { type Cell, jsonCell } from "./copy-rows";
import { fieldColumnSql, escapeFormulaSql } from "./csv-sql";
import type { SharedTexts } from "./shared-texts";

/** The step that a row belongs to, and the hashes of its shared texts. */
export type RowContext = {
  readonly run: number;
  readonly version: number;
  readonly texts: SharedTexts;
};

/** The parts of SQL statements that depend on the columns of decisions. */
export type DecisionSql = {
  /** `decision (…)`, the target of the recorder's COPY. */
  readonly copyTarget: string;
  /** The cells of one row of that COPY. */
  cells(decision: RecordedDecision, context: RowContext): Cell[];
  /** The columns that a fork copies from its origin. */
  readonly copiedByFork: string;
  /** The assignments of a correction, whose values begin at `$4`. */
  readonly correction: string;
  correctionValues(correction: DecisionCorrection): Cell[];
  /**
   * The columns of `decision d` that a list selects, and those that the detail view selects in
   * addition.
   */
  readonly listed: string;
  readonly detailed: string;
  /** The headers of `decisions.csv` after the leading columns of every file. */
  readonly csvHeaders: readonly string[];
  /** The expressions over `decision d` for `decisions.csv`. */
  csv(answers: readonly FieldColumn[]): string;
  readonly poll: PollAnswerSql;
};

/** What the statements about answers to polls need to know of their columns. */
export type PollAnswerSql = {
  /** `poll_answer (…)`, the target of COPY. */
  readonly copyTarget: string;
  /** The cells of one row of that COPY. */
  cells(pollId: string, answer: RecordedPollAnswer, texts: SharedTexts): Cell[];
  /** What a list selects of `poll_answer a`. */
  readonly listed: string;
  /** What `poll-POLL.csv` selects of `poll_answer a`. */
  csv(answers: readonly FieldColumn[]): string;
};

export const snakeCase = (field: string): string =>
  field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `values` is a reserved word of SQL. */
const sqlName = (field: string): string => (field === "values" ? '"values"' : snakeCase(field));

type Row = Pick<RecordedDecision, "head" | "envelope"> & Readonly<Record<string, unknown>>;

/** Answers to polls have no step. */
type CellContext = Pick<RowContext, "texts"> & Partial<RowContext>;

type CellOf = (row: Row, context: CellContext) => Cell;

/** Resolved once per column, so that nothing is looked up per row. */
function cellOf(field: string, { filledBy, sql }: DecisionColumn): CellOf {
  if (filledBy === "key")
    return (_, context) => (field === "run" ? context.run : context.version) ?? null;
  switch (sql) {
    case "json":
      return ({ [field]: value }) => jsonCell(value);
    case "prompt_head":
      return ({ [field]: text }, { texts }) =>
        typeof text === "string" ? (texts.heads.get(text) ?? null) : null;
    case "request_envelope":
      return (row, { texts }) => texts.envelopes.get(row) ?? null;
    case "integer":
      return ({ [field]: value }) => (typeof value === "number" ? Math.round(value) : null);
    default:
      return ({ [field]: value }) => toCell(value);
  }
}

function toCell(value: unknown): Cell {
  switch (typeof value) {
    case "string":
    case "number":
    case "bigint":
    case "boolean":
      return value;
    default:
      return null;
  }
}

type CsvColumn = Pick<DecisionColumn, "sql" | "csv" | "freeText">;

/** What a file selects for one column of the table with this alias. */
function csvColumn(
  column: string,
  { sql, csv, freeText }: CsvColumn,
  answers: readonly FieldColumn[],
): string[] {
  if (csv === null) return [];
  if (csv === "answer_*") return answers.map((answer) => fieldColumnSql(column, answer));
  if (freeText) return [`${escapeFormulaSql(column)} AS ${csv}`];
  return [`${column}${sql === "boolean" ? "::text" : ""} AS ${csv}`];
}

/** One assignment of a correction; values that a person gives are numbered from `$4`. */
function correctedColumn([field, { sql, correction }]: Entry, given: readonly string[]): string {
  const name = sqlName(field);
  if (correction === "given")
    return `${name} = $${given.indexOf(field) + 4}${sql === "json" ? "::jsonb" : ""}`;
  const value = correction?.value ?? null;
  return `${name} = ${typeof value === "string" ? pg.escapeLiteral(value) : String(value)}`;
}

type Entry = readonly [field: string, column: DecisionColumn];

/** The names of columns in SQL, one after the other. */
const namesOf = (entries: readonly Entry[]): string =>
  entries.map(([field]) => sqlName(field)).join(", ");

/** Selects columns under the names of their fields. */
const selectFields = (alias: string, entries: readonly Entry[]): string =>
  entries.map(([field]) => `${alias}.${sqlName(field)} AS "${field}"`).join(", ");

/** Derives all SQL about the columns of decisions from their declaration. */
export function deriveDecisionSql(columns: DecisionColumns): DecisionSql {
  const entries = Object.entries(columns);
  const copied = entries.filter(([, { filledBy }]) => filledBy !== "later");
  const cellsOf = copied.map(([field, column]) => cellOf(field, column));
  const corrected = entries.filter(([, { correction }]) => correction !== undefined);
  const given = corrected.filter(([, { correction }]) => correction === "given");
  const givenFields = given.map(([field]) => field);
  const selected = (view: DecisionColumn["view"]): string =>
    selectFields(
      "d",
      entries.filter(([, column]) => column.view === view),
    );

  return {
    copyTarget: `decision (${namesOf(copied)})`,
    cells: (decision, context) => cellsOf.map((cell) => cell(decision, context)),
    copiedByFork: namesOf(entries.filter(([, { fork }]) => fork === "copy")),
    correction: corrected.map((entry) => correctedColumn(entry, givenFields)).join(", "),
    correctionValues: (correction: Readonly<Record<string, unknown>>) =>
      given.map(([field, { sql }]) =>
        sql === "json" ? jsonCell(correction[field]) : toCell(correction[field]),
      ),
    listed: selected("list"),
    detailed: selected("detail"),
    csvHeaders: entries.flatMap(([, { csv }]) => csv ?? []),
    csv: (answers) =>
      entries
        .flatMap(([field, column]) => csvColumn(`d.${sqlName(field)}`, column, answers))
        .join(", "),
    poll: derivePollAnswerSql(entries.filter(([, { poll }]) => poll !== undefined)),
  };
}

function derivePollAnswerSql(entries: readonly Entry[]): PollAnswerSql {
  const cellsOf = entries.map(([field, column]) => cellOf(field, column));
  return {
    copyTarget: `poll_answer (poll_id, ${namesOf(entries)})`,
    cells: (pollId, answer, texts) => {
      const context = { texts };
      return [pollId, ...cellsOf.map((cell) => cell(answer, context))];
    },
    listed: selectFields(
      "a",
      entries.filter(([, { poll }]) => poll === "list"),
    ),
    csv: (answers) =>
      entries
        .flatMap(([field, { sql, freeText, pollCsv: csv = null }]) =>
          csvColumn(`a.${sqlName(field)}`, { sql, csv, ...(freeText && { freeText }) }, answers),
        )
        .join(", "),
  };
}

export const DECISION_SQL = deriveDecisionSql(DECISION_COLUMNS);
