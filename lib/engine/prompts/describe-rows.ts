import { type Attribute, toJsonPointer, tableOfRowId } from "@/lib/domain/scenario";
import { toText } from "../expressions/values";
import type { Row } from "../base/row";
import type { Compiler, RenderTemplate } from "../kit/compiler";
import type { EvaluationContext } from "../kit/evaluation-context";
import { environmentNames } from "../kit/names";
import type { TemplateViewer } from "../templates/contract";
import { rowOf } from "../base/types";

/** Describes a row to the agent of the context, on one line, with only what that agent may see. */
export type DescribeRow = (table: string, row: Row, context: EvaluationContext) => string;

type DescribableTable = {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly describe?: string | undefined;
};

/**
 * Compiles descriptions from the `describe` template of a type or table, otherwise from its public
 * attributes.
 */
export function compileDescriptions(compiler: Compiler): DescribeRow {
  const { scenario } = compiler;
  const byTable = new Map<string, (row: Row, context: EvaluationContext) => string>();
  const add = (
    section: string,
    byDefault: "self" | "public",
    declared: Readonly<Record<string, DescribableTable>>,
  ) => {
    for (const [name, { describe, attributes }] of Object.entries(declared)) {
      const own = {
        pointer: toJsonPointer([section, name, "describe"]),
        names: { ...environmentNames(scenario), self: rowOf(name) },
      };
      byTable.set(
        name,
        describe === undefined
          ? describeByAttributes(attributes, byDefault)
          : describeByTemplate(compiler.compileText(describe, own, "public")),
      );
    }
  };
  add("agents", "self", scenario.agents);
  add("tables", "public", scenario.tables);
  add("networks", "public", scenario.networks);
  add("conversations", "public", compiler.turnTables);
  return (table, row, context) => byTable.get(table)?.(row, context) ?? "";
}

/** Undefined for the environment, which may see everything. */
const viewerFor = ({ vars }: EvaluationContext): TemplateViewer => {
  const self = vars["self"] as Row | undefined;
  return self && { table: tableOfRowId(self.id), id: self.id };
};

const describeByTemplate =
  (render: RenderTemplate) =>
  (row: Row, context: EvaluationContext): string =>
    render({ ...context, vars: { ...context.vars, self: row } }, viewerFor(context))
      .replace(/\s+/g, " ")
      .trim();

/** Formats attributes as `party: left, age: 44`; at most three decimals, without nulls. */
function describeByAttributes(
  attributes: Readonly<Record<string, Attribute>>,
  byDefault: "self" | "public",
): (row: Row) => string {
  const shown = Object.entries(attributes).filter(
    ([, { visible = byDefault }]) => visible === "public",
  );
  return (row) => {
    const parts = shown.flatMap(([name, { label }]) => {
      const value = row[name] ?? null;
      if (value === null) return [];
      const text =
        typeof value === "number" ? String(Math.round(value * 1_000) / 1_000) : toText(value, name);
      return [`${label ?? name}: ${text}`];
    });
    return parts.join(", ");
  };
}
