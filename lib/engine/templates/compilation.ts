import type { Computed, Names, Scope } from "../expressions/contract";
import { EvaluationError } from "../expressions/errors";
import type { Row } from "../base/row";
import type { Schema, SourceProblem, Type, Span } from "../base/types";
import type { MayRead, TemplateViewer } from "./contract";
import { isList, isRow } from "../expressions/values";

/** Everything one rendering needs. */
export type Frame = {
  readonly scope: Scope;
  readonly viewer: TemplateViewer;
  /** Variables of loops, assign and capture. */
  readonly slots: Computed[];
  text: string;
  jump: "none" | "break" | "continue";
};

/** A checked and compiled value. */
export type CompiledValue = {
  readonly type: Type;
  readonly run: (frame: Frame) => Computed;
  /** A row that is certainly the viewer itself. */
  readonly own?: boolean;
  /** The literal it is, where it is one. */
  readonly constant?: Computed;
};

export type Local = { readonly type: Type; readonly run: (frame: Frame) => Computed };

/**
 * Whose eyes a template is meant for, as far as its author can know: the agent called `self`;
 * anybody; the environment, which sees everything; or the agent that the expression `own` stands
 * for, as with `tell`.
 */
export type Reader = "self" | "public" | "environment" | { readonly own: string };

/** Viewer of a template that must show only what everyone may read. */
export const PUBLIC_VIEWER: TemplateViewer = { table: "", id: "" };

const OWN_ID = "own";
const OTHER_ID = "other";

/** One template on its way from syntax to closures. */
export class Compilation {
  readonly problems: SourceProblem[] = [];
  /** Names of loops, assign and capture at the place that is being compiled. */
  readonly locals = new Map<string, Local>();
  /** Slots of the names that assign and capture made. */
  readonly assigned = new Map<string, number>();
  private slots = 0;

  constructor(
    readonly source: string,
    readonly schema: Schema,
    readonly names: Names,
    readonly mayRead: MayRead,
    readonly reader: Reader,
  ) {}

  problem(span: Span, message: string, suggestion?: string): void {
    const { from, length } = span;
    this.problems.push({
      message,
      from,
      length,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }

  newSlot(): number {
    return this.slots++;
  }

  text(span: Span): string {
    return this.source.slice(span.from, span.from + span.length).trim();
  }

  fieldsOf(table: string): Readonly<Record<string, Type>> | undefined {
    return Object.hasOwn(this.schema.tables, table) ? this.schema.tables[table]?.fields : undefined;
  }

  /** Whether this name or path stands for the reader itself. */
  isOwn(path: string): boolean {
    if (typeof this.reader === "object") return path === this.reader.own.trim();
    return this.reader === "self" && path === "self";
  }

  /**
   * Whether the reader this template is meant for may read the attribute, of its own row or of some
   * other.
   */
  readable(table: string, attribute: string, own: boolean): boolean {
    if (this.reader === "environment") return this.mayRead(table, attribute, OTHER_ID, undefined);
    return this.mayRead(table, attribute, own ? OWN_ID : OTHER_ID, { table, id: OWN_ID });
  }

  /** Reads an attribute of a row for the viewer; to it, what it may not read does not exist. */
  attributeReader(
    table: string,
    attribute: string,
    span: Span,
  ): (frame: Frame, row: Row) => Computed {
    const { mayRead } = this;
    const isPublic = mayRead(table, attribute, OTHER_ID, PUBLIC_VIEWER);
    return (frame, row) => {
      if (!isPublic && !mayRead(table, attribute, row.id, frame.viewer)) {
        throw new EvaluationError(
          `${frame.viewer?.id ?? "Nobody"} may not read \`${attribute}\` of ${row.id}.`,
          this.source,
          span.from,
          span.length,
        );
      }
      return Object.hasOwn(row, attribute) ? (row[attribute] ?? null) : null;
    };
  }
}

/** What stands for a part with a problem, so that one mistake gives one message. */
export const UNKNOWN_VALUE: CompiledValue = { type: { kind: "any" }, run: () => null };

/** References are stored as ids: gives the row, or null when there is none (any more). */
export function resolveRow(value: Computed, table: string, frame: Frame): Row | null {
  if (typeof value === "string") return frame.scope.world.get(table, value) ?? null;
  return isRow(value) ? value : null;
}

/**
 * How a value is printed, the way Liquid does it: nothing for null, lists without anything between
 * their elements.
 */
export function printValue(value: Computed): string {
  if (typeof value === "string") return value;
  if (value === null) return "";
  if (isList(value)) return value.map(printValue).join("");
  return typeof value === "object" ? "" : String(value);
}
