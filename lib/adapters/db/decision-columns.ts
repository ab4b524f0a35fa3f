import {
  DECISION_COLUMNS,
  type DecisionColumn,
  type DecisionColumns,
  type RecordedDecision,
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
};

export const snakeCase = (field: string): string =>
  field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `values` is a reserved word of SQL. */
const sqlName = (field: string): string => (field === "values" ? '"values"' : snakeCase(field));

type CellOf = (
  decision: RecordedDecision & Readonly<Record<string, unknown>>,
  context: RowContext,
) => Cell;

/** Resolved once per column, so that nothing is looked up per row. */
function cellOf(field: string, { filledBy, sql }: DecisionColumn): CellOf {
  if (filledBy === "key") return (_, context) => (field === "run" ? context.run : context.version);
  switch (sql) {
    case "json":
      return ({ [field]: value }) => jsonCell(value);
    case "prompt_head":
      return ({ [field]: text }, { texts }) =>
        typeof text === "string" ? (texts.heads.get(text) ?? null) : null;
    case "request_envelope":
      return (decision, { texts }) => texts.envelopes.get(decision) ?? null;
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

function csvColumn(
  field: string,
  { sql, csv, freeText }: DecisionColumn,
  answers: readonly FieldColumn[],
): string[] {
  const column = `d.${sqlName(field)}`;
  if (csv === null) return [];
  if (csv === "answer_*") return answers.map((answer) => fieldColumnSql(column, answer));
  if (freeText) return [`${escapeFormulaSql(column)} AS ${csv}`];
  return [`${column}${sql === "boolean" ? "::text" : ""} AS ${csv}`];
}

/** Derives all SQL about the columns of decisions from their declaration. */
export function deriveDecisionSql(columns: DecisionColumns): DecisionSql {
  const entries = Object.entries(columns);
  const namesOf = (includes: (column: DecisionColumn) => boolean): string =>
    entries
      .filter(([, column]) => includes(column))
      .map(([field]) => sqlName(field))
      .join(", ");
  const selected = (view: DecisionColumn["view"]): string =>
    entries
      .filter(([, column]) => column.view === view)
      .map(([field]) => `d.${sqlName(field)} AS "${field}"`)
      .join(", ");
  const isCopied = ({ filledBy }: DecisionColumn): boolean => filledBy !== "later";
  const cellsOf = entries
    .filter(([, column]) => isCopied(column))
    .map(([field, column]) => cellOf(field, column));

  return {
    copyTarget: `decision (${namesOf(isCopied)})`,
    cells: (decision, context) => cellsOf.map((cell) => cell(decision, context)),
    copiedByFork: namesOf(({ fork }) => fork === "copy"),
    listed: selected("list"),
    detailed: selected("detail"),
    csvHeaders: entries.flatMap(([, { csv }]) => csv ?? []),
    csv: (answers) =>
      entries.flatMap(([field, column]) => csvColumn(field, column, answers)).join(", "),
  };
}

export const DECISION_SQL = deriveDecisionSql(DECISION_COLUMNS);
