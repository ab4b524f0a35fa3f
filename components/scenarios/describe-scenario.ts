import {
  type AnswerInput,
  type Attribute,
  describeGenerator,
  type Phase,
  type Scenario,
} from "@/lib/domain/scenario";

/** Returns the condition of a phase; null if it takes place in every round. */
export const phaseCondition = ({ if: condition }: Phase): string | null =>
  condition === undefined ? null : String(condition);

/** Describes the answers that an input accepts. */
export function describeInput(input: AnswerInput): string {
  const kind = (() => {
    switch (input.type) {
      case "boolean":
        return "yes or no";
      case "integer":
        return "whole number";
      case "number":
        return "number";
      case "category":
        return Array.isArray(input.options)
          ? `one of: ${input.options.join(", ")}`
          : "one of several options";
      case "ref":
        return "one of those shown";
      case "text":
        return `text of up to ${String(input.maxLength)} characters`;
      case "list":
        return "a list";
    }
  })();
  return input.optional ? `${kind}, or none` : kind;
}

const TYPES: Readonly<Record<Attribute["type"], string>> = {
  number: "number",
  integer: "whole number",
  boolean: "yes or no",
  text: "text",
  category: "category",
  ref: "reference",
  list: "list",
};

/** Describes the type, visibility and dynamics of an attribute. */
export function describeAttribute(attribute: Attribute): string {
  const type =
    attribute.type === "category" ? attribute.options.join(" / ") : TYPES[attribute.type];
  return [
    type,
    attribute.visible === "public"
      ? "public"
      : attribute.visible === "nobody"
        ? "hidden"
        : "private",
    ...(attribute.dynamic ? ["changes"] : []),
  ].join(" · ");
}

export const describeNetwork = ({ generate, dataset }: Scenario["networks"][string]): string =>
  generate !== undefined
    ? describeGenerator(generate)
    : dataset !== undefined
      ? `ties from the table ${dataset.name}`
      : "no ties at the start";

/** Describes a table by its columns, if it has any of its own. */
export function describeTable({ attributes }: Scenario["tables"][string]): string {
  const columns = Object.entries(attributes).map(([key, { label }]) => label ?? key);
  return columns.length === 0 ? "Table" : `Table: ${columns.join(", ")}`;
}
