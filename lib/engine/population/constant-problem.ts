import type { Attribute, AttributeItem, Value } from "@/lib/domain/scenario";
import { storeConverterFor } from "../world/store-converter";
import { World } from "../world/world";

const EMPTY_WORLD = new World([]);

/**
 * Returns why a constant is not a valid value of the attribute. Whether a referenced row exists is
 * only known in a run.
 */
export function constantProblem(
  name: string,
  attribute: Attribute,
  value: Value,
): string | undefined {
  if (value === null) return undefined;
  const item = attribute.type === "list" ? attribute.of : attribute;
  return (
    wrongKind(value, attribute) ??
    (item.type === "ref"
      ? undefined
      : rangeErrorMessage(() => storeConverterFor(name, attribute)(value, EMPTY_WORLD)))
  );
}

function wrongKind(value: Value, of: Attribute | AttributeItem): string | undefined {
  const shown = JSON.stringify(value);
  switch (of.type) {
    case "number":
    case "integer": {
      if (typeof value !== "number") return `${shown} is not a number.`;
      if (of.type === "integer" && !Number.isInteger(value))
        return `${shown} is not a whole number.`;
      const { min = -Infinity, max = Infinity } = of as {
        readonly min?: number | undefined;
        readonly max?: number | undefined;
      };
      return value < min || value > max
        ? `${shown} is not between ${min === -Infinity ? "-∞" : min} and ` +
            `${max === Infinity ? "∞" : max}.`
        : undefined;
    }
    case "boolean":
      return typeof value === "boolean" ? undefined : `${shown} is not true or false.`;
    case "category":
      return typeof value === "string" && of.options.includes(value)
        ? undefined
        : `${shown} is not one of ${of.options.join(", ")}.`;
    case "text":
      return typeof value === "string" ? undefined : `${shown} is not a text.`;
    case "ref":
      return typeof value === "string" ? undefined : `${shown} is not the id of a row.`;
    case "list": {
      if (!Array.isArray(value)) return `${shown} is not a list.`;
      return (value as readonly Value[])
        .map((element) => wrongKind(element, of.of))
        .find((problem) => problem !== undefined);
    }
  }
}

/** Returns the message of the RangeError that `attempt` throws, if it does. */
export function rangeErrorMessage(attempt: () => unknown): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}
