import { type Attribute, type Init, toJsonPointer, type Value } from "@/lib/domain/scenario";
import type { CompiledPhase, PlannedDecision } from "../phases";
import { applyDecisionsOnly } from "../phases/apply-decisions";
import type { Task } from "../prompts/task";
import type { CompiledInputs } from "../prompts/inputs";
import type { Row } from "../base/row";
import { rowOf } from "../base/types";
import { normalizeText } from "../world/store-converter";
import {
  type Compiler,
  childLocation,
  type SourceLocation,
  type RenderTemplate,
} from "../kit/compiler";
import { environmentNames } from "../kit/names";
import { shouldYield } from "../base/interruptible";
import type { DeclaredTable } from "../base/schema";

/** Returns the task of writing the attribute of a row; undefined if its init is of another kind. */
type TaskFor = (row: Row) => Task | undefined;

/** An attribute written by the model. */
type WrittenAttribute = {
  readonly table: DeclaredTable;
  readonly attribute: string;
  readonly taskFor: TaskFor;
};

/**
 * Compiles the texts that a model writes once at setup: one stage per attribute, in declared order,
 * so that a text may use the previous ones. The prompt is the init's template alone; it sees the
 * row itself.
 */
export function compileWrittenAttributes(compiler: Compiler): readonly CompiledPhase[] {
  return writtenAttributes(compiler).map(({ table, attribute, taskFor: taskOf }): CompiledPhase => {
    const offered = [attribute];
    const plan: CompiledPhase["plan"] = function* ({ world }) {
      const planned: PlannedDecision[] = [];
      for (const [position, row] of world.rows(table.name).entries()) {
        if (shouldYield(position)) yield;
        const task = taskOf(row);
        if (!task) continue;
        const slot = {
          seq: planned.length,
          agentType: table.name,
          agent: row.id,
          slot: 0,
          kind: "text",
          about: null,
          offered,
          automatic: false,
        } as const;
        planned.push({
          slot,
          agent: row,
          tasks: [task],
          subject: undefined,
          part: attribute,
          withoutProfile: true,
        });
      }
      return planned;
    };
    return { plan, commit: applyDecisionsOnly };
  });
}

function writtenAttributes(compiler: Compiler): readonly WrittenAttribute[] {
  return compiler.tables.flatMap((table) =>
    Object.entries(table.attributes).flatMap(([attribute, declared]) => {
      const { init } = declared;
      if (init === undefined || !isWritten(init)) return [];
      const path =
        table.kind === "world"
          ? ["world", attribute]
          : [`${table.pointer.slice(1).split("/")[0] ?? ""}`, table.name, "attributes", attribute];
      const location: SourceLocation = {
        pointer: toJsonPointer([...path, "init"]),
        names: { ...environmentNames(compiler.scenario), self: rowOf(table.name) },
      };
      return [
        {
          table,
          attribute,
          taskFor: compileInit(init, { attribute, declared, table, location, compiler }),
        },
      ];
    }),
  );
}

function isWritten(init: Init): boolean {
  if (typeof init !== "object") return false;
  if ("written" in init) return true;
  return (
    "given" in init &&
    [...Object.values(init.cases), ...(init.otherwise === undefined ? [] : [init.otherwise])].some(
      isWritten,
    )
  );
}

function compileInit(
  init: Init,
  {
    attribute,
    declared,
    table,
    location,
    compiler,
  }: {
    readonly attribute: string;
    readonly declared: Attribute;
    readonly table: DeclaredTable;
    readonly location: SourceLocation;
    readonly compiler: Compiler;
  },
): TaskFor {
  if (typeof init !== "object") return () => undefined;
  if ("written" in init) {
    const task = writingTask({
      attribute,
      declared,
      init,
      table,
      prompt: compiler.compileText(init.written, childLocation(location, "written"), "self"),
      pointer: location.pointer,
    });
    return () => task;
  }
  if (!("given" in init)) return () => undefined;
  const cases = new Map(
    Object.entries(init.cases).map(([key, inner]) => [
      key,
      compileInit(inner, {
        attribute,
        declared,
        table,
        location: childLocation(location, "cases", key),
        compiler,
      }),
    ]),
  );
  const otherwise =
    init.otherwise === undefined
      ? undefined
      : compileInit(init.otherwise, {
          attribute,
          declared,
          table,
          location: childLocation(location, "otherwise"),
          compiler,
        });
  return (row) => (cases.get(String(row[init.given] ?? null)) ?? otherwise)?.(row);
}

function writingTask({
  attribute,
  declared: { label, description },
  init: { maxLength, model },
  table,
  prompt,
  pointer,
}: {
  readonly attribute: string;
  readonly declared: Attribute;
  readonly init: { readonly maxLength: number; readonly model?: string | undefined };
  readonly table: DeclaredTable;
  readonly prompt: RenderTemplate;
  readonly pointer: string;
}): Task {
  const input = {
    type: "text",
    maxLength,
    minLength: 0,
    ...(label === undefined ? {} : { label }),
    ...(description === undefined ? {} : { description }),
  } as const;
  const inputs: CompiledInputs = {
    names: [attribute],
    resolve: () => ({ [attribute]: input }),
    mayBeImpossible: false,
    refs: new Map(),
  };
  return {
    name: attribute,
    kind: "text",
    label,
    description,
    pointer,
    group: model,
    when: undefined,
    prompt,
    inputs,
    requirements: [],
    act: ({ world, vars }) => {
      const { [attribute]: text = null } = vars["arg"] as Readonly<Record<string, Value>>;
      world.set(
        table.name,
        vars["self"] as Row,
        attribute,
        typeof text === "string" ? normalizeText(text) : "",
      );
    },
    fallback: undefined,
  };
}
