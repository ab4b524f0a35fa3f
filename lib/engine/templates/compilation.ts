import type { Computed, Names, Scope, SourceRevelation } from "../expressions/contract";
import { EvaluationError } from "../expressions/errors";
import type { Row } from "../base/row";
import type { Schema, SourceProblem, Taint, Type, Span } from "../base/types";
import type { MayRead, TemplateViewer } from "./contract";
import {
  type Audience,
  describeTaint,
  NO_TAINT,
  subtractTaint,
  unreadableSources,
} from "../expressions/taint";
import { isList, isRow } from "../expressions/values";

/** The state of one rendering. */
export type Frame = {
  readonly scope: Scope;
  readonly viewer: TemplateViewer;
  /** Variables of loops, assign and capture. */
  readonly slots: Computed[];
  text: string;
  /** Whether the value at the start of the current output is null. */
  startsNull: boolean;
  jump: "none" | "break" | "continue";
};

/** A checked and compiled value. */
export type CompiledValue = {
  readonly type: Type;
  readonly run: (frame: Frame) => Computed;
  /** Whether it is certainly the viewer's own row. */
  readonly own?: boolean;
  /** The literal, if the value is one. */
  readonly constant?: Computed;
};

export type Local = { readonly type: Type; readonly run: (frame: Frame) => Computed };

/**
 * The intended reader of a template at compile time: the agent called `self`; the public; the
 * environment, which may read everything; or the agent that the expression `own` evaluates to, as
 * with `tell`.
 */
export type Reader = "self" | "public" | "environment" | { readonly own: string };

/** Returns the reader as the audience of values. */
function toAudience(reader: Reader): Audience {
  if (typeof reader === "object") return { agent: reader.own };
  return reader === "self" ? { agent: "self" } : reader;
}

/** The viewer of a template that must show only public attributes. */
export const PUBLIC_VIEWER: TemplateViewer = { table: "", id: "" };

const OWN_ID = "own";
const OTHER_ID = "other";

/** The compilation of one template from syntax to closures. */
export class Compilation {
  readonly problems: SourceProblem[] = [];
  /** What stored documents may say, but new ones may not. */
  readonly deprecations: SourceProblem[] = [];
  readonly revelations: SourceRevelation[] = [];
  /** The names of loops, assign and capture in scope of the current node. */
  readonly locals = new Map<string, Local>();
  /** The slots of names declared by assign and capture. */
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

  deprecation({ from, length }: Span, message: string): void {
    this.deprecations.push({ message, from, length });
  }

  /**
   * Reports a name or path whose value depends on private attributes that the reader must not
   * learn. Its use is enough, because whatever a template reads decides what it says.
   */
  checkTaint(span: Span, type: Type): void {
    if (!this.isOwn(this.text(span))) this.checkResult(span, type);
  }

  /** Reports a result, whatever it is called, that depends on what the reader must not learn. */
  checkResult(span: Span, type: Type): void {
    if (type.taint === undefined) return;
    const path = this.text(span);
    const secret = unreadableSources(
      subtractTaint(type.taint, this.recipientTaint()),
      toAudience(this.reader),
    );
    if (secret.length === 0) return;
    this.deprecation(
      span,
      `\`${path}\` depends on ${describeTaint(secret)}, which those who read this must not ` +
        "learn. " +
        "Write `reveal(…)` around the expression that it comes from to make it public on purpose.",
    );
  }

  /** What the recipient was chosen by: whether it is told anything is not followed. */
  private recipientTaint(): Taint {
    const { reader, names } = this;
    const name = typeof reader === "object" ? reader.own.trim() : "";
    const type = Object.hasOwn(names, name) ? names[name] : undefined;
    return type?.taint ?? NO_TAINT;
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

  /** How the reader's own row is written, if there is one. */
  get ownPath(): string | undefined {
    if (typeof this.reader === "object") return this.reader.own.trim();
    return this.reader === "self" ? "self" : undefined;
  }

  /** Whether this name or path refers to the reader's own row. */
  isOwn(path: string): boolean {
    return path === this.ownPath;
  }

  /** Whether the intended reader may read the attribute, of its own row or of another. */
  readable(table: string, attribute: string, own: boolean): boolean {
    if (this.reader === "environment") return this.mayRead(table, attribute, OTHER_ID, undefined);
    return this.mayRead(table, attribute, own ? OWN_ID : OTHER_ID, { table, id: OWN_ID });
  }

  /** Compiles reading an attribute of a row for the viewer; unreadable attributes do not exist. */
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

/** A placeholder for an invalid part, so that one mistake gives one message. */
export const UNKNOWN_VALUE: CompiledValue = { type: { kind: "any" }, run: () => null };

/**
 * Resolves a ref, which is stored as an id, to its row; null when the row does not exist (any
 * more).
 */
export function resolveRow(value: Computed, table: string, frame: Frame): Row | null {
  if (typeof value === "string") return frame.scope.world.get(table, value) ?? null;
  return isRow(value) ? value : null;
}

/** Formats a value as Liquid does: null as nothing, lists without separators. */
export function printValue(value: Computed): string {
  if (typeof value === "string") return value;
  if (value === null) return "";
  if (isList(value)) return value.map(printValue).join("");
  return typeof value === "object" ? "" : String(value);
}
