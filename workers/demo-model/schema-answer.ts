import type { Draws } from "./hash";
import type {
  ChoiceNode,
  EnumNode,
  ListNode,
  ObjectNode,
  SchemaNode,
  TextNode,
} from "./json-schema";
import { answerNumber } from "./numbers";
import { NO_SIBLING_STANCE, updateSiblingStance, type SiblingStance } from "./sibling-stance";
import {
  decideYesNo,
  describeOption,
  requiresMissingItem,
  rankOptions,
  type Option,
} from "./options";
import { topicStems, type Persona } from "./persona";
import { writeFormat } from "./text-formats";
import { writeText } from "./text";

/**
 * The position within the answer: the name and description of the question, and the choices made so
 * far.
 */
interface AnswerContext {
  readonly name: string;
  readonly about: string;
  /** The chosen action and its description, if the position is one of its inputs. */
  readonly action: string | null;
  readonly picked: readonly string[];
  readonly siblings: SiblingStance;
  readonly draws: Draws;
  readonly depth: number;
}

const MAX_DEPTH = 8;

/**
 * Returns a value that satisfies the schema, answered as the person would. A pure function of its
 * arguments; the draws depend on the hash of prompt, schema, seed and model.
 */
export function answerSchema(schema: SchemaNode, persona: Persona, draws: Draws): unknown {
  return answer(schema, persona, {
    name: "",
    about: "",
    action: null,
    picked: [],
    siblings: NO_SIBLING_STANCE,
    draws,
    depth: 0,
  });
}

function answer(node: SchemaNode, persona: Persona, context: AnswerContext): unknown {
  const about = joinAbout(context.about, node.about);
  switch (node.kind) {
    case "reference":
      return answer(node.target(), persona, { ...context, about, depth: context.depth + 1 });
    case "boolean":
      return decideYesNo(persona, {
        name: context.name,
        about: about === "" ? questionOf(context, about, persona) : about,
        draws: context.draws,
      });
    case "number":
      return answerNumber(persona, { name: context.name, about, node, draws: context.draws });
    case "text":
      return answerText(node, { persona, context, about });
    case "enum":
      return answerEnum(node, persona, { ...context, about });
    case "list":
      return answerList(node, persona, { ...context, about });
    case "object":
      return answerObject(node, persona, { ...context, about });
    case "choice":
      return answerChoice(node, persona, { ...context, about });
  }
}

function joinAbout(one: string, other: string): string {
  return one === "" || one === other ? other : other === "" ? one : `${one}. ${other}`;
}

/**
 * The text of the question: the action's description inside an action, else the question of the
 * prompt.
 */
function questionOf(context: AnswerContext, about: string, persona: Persona): string {
  return `${context.name} ${about} ${context.action ?? persona.reading.textOf("task")}`;
}

function answerText(
  node: TextNode,
  {
    persona,
    context,
    about,
  }: {
    readonly persona: Persona;
    readonly context: AnswerContext;
    readonly about: string;
  },
): string {
  const formatted = node.format === null ? null : writeFormat(node.format, context.draws);
  if (formatted !== null) return formatted;
  const { name, action, picked, siblings, draws } = context;
  return writeText(
    persona,
    {
      name,
      about: joinAbout(action ?? "", about),
      picked,
      siblings,
      minLength: node.minLength,
      maxLength: node.maxLength,
    },
    draws,
  );
}

function labelOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function rankValues(
  values: readonly unknown[],
  {
    subjects,
    persona,
    context,
  }: {
    readonly subjects: readonly string[];
    readonly persona: Persona;
    readonly context: AnswerContext;
  },
): number[] {
  if (values.length === 1) return [0];
  const options: Option[] = values.map((value, index) =>
    value === null
      ? { key: "none", about: "", bias: -0.4 }
      : { key: labelOf(value), about: subjects[index] ?? "" },
  );
  const topic = topicStems(context.name, context.about);
  const numeric = values.some(
    (value) => typeof value === "number" || (typeof value === "string" && /^\s*-?\d/.test(value)),
  );
  const anchor = numeric ? (persona.anchorFor(topic, null)?.value ?? null) : null;
  return rankOptions(options, {
    persona,
    question: questionOf(context, context.about, persona),
    anchor,
    draws: context.draws,
  });
}

function answerEnum(node: EnumNode, persona: Persona, context: AnswerContext): unknown {
  return node.values[rankValues(node.values, { subjects: [], persona, context })[0] ?? 0];
}

function isNull(node: SchemaNode): boolean {
  return node.kind === "enum" && node.values.length === 1 && node.values[0] === null;
}

/**
 * People omit an optional answer more often when it is work, when they are shy and when they are
 * careful.
 */
function isLeftOut(node: SchemaNode, persona: Persona, draws: Draws): boolean {
  const base = node.kind === "enum" ? 0.35 : node.kind === "text" ? 0.25 : 0.12;
  const chance = base - 0.12 * persona.axes.social - 0.08 * persona.axes.risk;
  return draws.unit("left out") < Math.min(0.8, Math.max(0.03, chance));
}

function answerChoice(node: ChoiceNode, persona: Persona, context: AnswerContext): unknown {
  const branches = node.branches.filter((branch) => !isNull(branch));
  const first = branches[0];
  if (!first) return null;
  if (
    branches.length < node.branches.length &&
    (context.depth > MAX_DEPTH || isLeftOut(first, persona, context.draws))
  )
    return null;
  if (branches.length === 1) return answer(first, persona, context);
  if (context.depth > MAX_DEPTH)
    return answer(branches.find(isPlain) ?? first, persona, {
      ...context,
      depth: context.depth + 1,
    });

  const singles = branches.map(singleValue);
  if (singles.every((single) => single !== undefined)) {
    const order = rankValues(
      singles.map((single) => single.value),
      { subjects: branches.map((branch) => branch.about), persona, context },
    );
    return singles[order[0] ?? 0]?.value;
  }
  const labels = branches.map(branchLabel);
  const options = branches.map((branch, index): Option => ({
    key: labels[index] ?? `${index}`,
    about: branch.about,
  }));
  const order = rankOptions(options, {
    persona,
    question: `${context.name} ${context.about}`,
    anchor: null,
    draws: context.draws,
  });
  const chosen = order[0] ?? 0;
  const label = labels[chosen];
  const branch = branches[chosen] ?? first;
  const action =
    label === undefined
      ? context.action
      : `${label} ${describeOption(persona, label, branches.length)}`;
  return answer(branch, persona, {
    ...context,
    action,
    draws: context.draws.at(label ?? `${chosen}`),
    depth: context.depth + 1,
  });
}

function isPlain(node: SchemaNode): boolean {
  return (
    node.kind !== "object" &&
    node.kind !== "list" &&
    node.kind !== "choice" &&
    node.kind !== "reference"
  );
}

function singleValue(node: SchemaNode): { value: unknown } | undefined {
  return node.kind === "enum" && node.values.length === 1 ? { value: node.values[0] } : undefined;
}

/**
 * The name of an object branch: the constant of its first constant property (`action: "post"`), or
 * the name of its only property.
 */
function branchLabel(node: SchemaNode): string | undefined {
  if (node.kind !== "object")
    return singleValue(node) ? labelOf(singleValue(node)?.value) : undefined;
  for (const property of node.properties) {
    const single = singleValue(property.node);
    if (single && typeof single.value === "string") return single.value;
  }
  return node.properties.length === 1 ? node.properties[0]?.name : undefined;
}

function answerObject(
  node: ObjectNode,
  persona: Persona,
  context: AnswerContext,
): Record<string, unknown> {
  const answers = new Map<string, unknown>();
  const picked = [...context.picked];
  let siblings = context.siblings;
  const asked = node.properties.filter(
    (property) =>
      property.required ||
      (context.depth <= MAX_DEPTH &&
        !isLeftOut(property.node, persona, context.draws.at(`?${property.name}`))),
  );
  // Texts last, so that a reason can refer to the choices, in whatever order the schema lists them.
  const isText = (property: (typeof asked)[number]) => property.node.kind === "text";
  for (const property of [...asked.filter((one) => !isText(one)), ...asked.filter(isText)]) {
    const { name } = property;
    const value = answer(property.node, persona, {
      ...context,
      name,
      about: "",
      picked,
      siblings,
      draws: context.draws.at(name),
      depth: context.depth + 1,
    });
    answers.set(name, value);
    if (property.node.kind === "number" && typeof value === "number")
      siblings = updateSiblingStance(siblings, { persona, name, node: property.node, value });
    if (
      typeof value === "string" &&
      property.node.kind === "enum" &&
      property.node.values.length > 1
    )
      picked.push(value);
  }
  const ordered: Record<string, unknown> = {};
  // defineProperty, because a property may be called "__proto__".
  for (const { name } of asked) {
    Object.defineProperty(ordered, name, {
      value: answers.get(name),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return ordered;
}

function answerList(node: ListNode, persona: Persona, context: AnswerContext): unknown[] {
  const items = node.items.kind === "reference" ? node.items.target() : node.items;
  const most =
    node.max ??
    Math.max(node.min, Math.min(node.min + 3, items.kind === "enum" ? items.values.length : 3));
  const length =
    context.depth > MAX_DEPTH
      ? node.min
      : node.min +
        Math.floor(
          context.draws.unit("length") ** 1.5 * (Math.min(most, node.min + 12) - node.min + 1),
        );
  if (items.kind === "enum" && length <= items.values.length) {
    const about = joinAbout(context.about, items.about);
    const suited = items.values.filter(
      (value) => typeof value !== "string" || !requiresMissingItem(persona, value),
    ).length;
    return rankValues(items.values, { subjects: [], persona, context: { ...context, about } })
      .slice(0, Math.max(node.min, Math.min(length, suited)))
      .map((index) => items.values[index]);
  }
  const values: unknown[] = [];
  const seen = new Set<string>();
  for (let index = 0; values.length < length && index < length * 20; index++) {
    const value = answer(items, persona, {
      ...context,
      draws: context.draws.at(`${index}`),
      depth: context.depth + 1,
    });
    const text = JSON.stringify(value);
    if (node.unique && seen.has(text)) continue;
    seen.add(text);
    values.push(value);
  }
  return values;
}
