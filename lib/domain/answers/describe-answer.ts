import {
  actionKey,
  type ResolvedAnswer,
  type ResolvedInput,
  type ResolvedInputs,
} from "./resolved-answer";
import { formatExpectation, oneLine, quoteJson } from "./format-expectation";

/**
 * Writes the part of the prompt that describes the answer: fields, ranges, options with ids and
 * labels. Sufficient for servers that cannot enforce a schema.
 */
export function describeAnswer(answer: ResolvedAnswer): string {
  if (answer.kind === "one") {
    const fields = fieldLines(answer.inputs);
    if (fields.length === 0) return "Answer with {} and nothing else.";
    return ["Answer with one JSON object and nothing else. Its fields:", ...fields].join("\n");
  }
  const key = actionKey(answer.actions);
  const lines = Object.entries(answer.actions).flatMap(([name, action]) => {
    const form = [
      `${quoteJson(key)}: ${quoteJson(name)}`,
      ...Object.keys(action.inputs).map((field) => `${quoteJson(field)}: …`),
    ].join(", ");
    return [`{"choice": {${form}}}${formatLabel(action)}`, ...fieldLines(action.inputs)];
  });
  return [
    "Choose one action. Answer with one JSON object and nothing else, in one of these forms:",
    ...lines,
  ].join("\n");
}

function formatLabel(what: { readonly label?: string; readonly description?: string }): string {
  if (what.label === undefined && what.description === undefined) return "";
  const text = [what.label, what.description]
    .flatMap((part) => (part === undefined || part === "" ? [] : [oneLine(part)]))
    .join(": ");
  return text === "" ? "" : ` (${text})`;
}

function fieldLines(inputs: ResolvedInputs): string[] {
  const lines: string[] = [];
  for (const [name, input] of Object.entries(inputs)) {
    const options = optionTexts(input);
    const line = `- ${quoteJson(name)}${formatLabel(input)}: ${formatExpectation(input)}`;
    if (input.type === "records")
      lines.push(`${line}:`, ...fieldLines(input.fields).map((field) => `  ${field}`));
    else if (options === undefined) lines.push(line);
    else if (options.length === 0)
      lines.push(
        input.optional === true
          ? `- ${quoteJson(name)}${formatLabel(input)}: null, since there is nothing to choose from`
          : `${line}; there are no options`,
      );
    else lines.push(...optionLines(line, options));
  }
  return lines;
}

function optionLines(line: string, options: readonly string[]): string[] {
  const inline = options.join(", ");
  return inline.length <= 100 && !inline.includes(": ")
    ? [`${line}: ${inline}`]
    : [`${line}:`, ...options.map((option) => `  ${option}`)];
}

function optionTexts(input: ResolvedInput): string[] | undefined {
  switch (input.type) {
    case "category":
      return input.options.map(quoteJson);
    case "ref":
      return input.options.map(({ id, label }) =>
        label === "" || label === id ? quoteJson(id) : `${quoteJson(id)}: ${oneLine(label)}`,
      );
    case "list":
      return optionTexts(input.of);
    case "boolean":
    case "integer":
    case "number":
    case "text":
    case "records":
      return undefined;
  }
}
