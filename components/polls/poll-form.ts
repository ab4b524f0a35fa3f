import { agentIdsProblem, parseAgentIds, type ParsedForm } from "@/components/run-data";
import type { Problem } from "@/lib/contracts/errors";
import type { PollInput, PollSample } from "@/lib/contracts/polls";
import { escapeTemplate } from "@/lib/domain/intervention";
import { RESERVED_NAMES } from "@/lib/domain/scenario";

export type ItemType = "boolean" | "integer" | "category" | "text";

/** A question as typed. */
export interface ItemForm {
  /** Identifies the row in the form. */
  readonly key: number;
  readonly label: string;
  readonly type: ItemType;
  readonly min: number | null;
  readonly max: number | null;
  /** One option per line. */
  readonly options: string;
}

export interface PollForm {
  /** The name of a questionnaire of the scenario; null: the items below. */
  readonly questionnaire: string | null;
  readonly intro: string;
  readonly items: readonly ItemForm[];
  readonly label: string;
  readonly agentType: string;
  readonly sample: PollSample["kind"];
  readonly size: number | null;
  readonly where: string;
  readonly agents: string;
}

export const newItem = (key: number): ItemForm => ({
  key,
  label: "",
  type: "boolean",
  min: 1,
  max: 7,
  options: "",
});

export const emptyPoll = (questionnaire: string | null, agentType: string): PollForm => ({
  questionnaire,
  intro: "",
  items: [newItem(1)],
  label: "",
  agentType,
  sample: "random",
  size: 20,
  where: "",
  agents: "",
});

/**
 * Turns the form into a request. Problems point to its fields (`/items/0/label`, `/sample/size`).
 */
export function parsePollForm(form: PollForm): ParsedForm<PollInput> {
  const problems = [
    ...(form.questionnaire === null ? form.items.flatMap(itemProblems) : []),
    ...sampleProblems(form),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const label = form.label.trim();
  const asked =
    form.questionnaire === null
      ? {
          items: toItems(form.items),
          ...(form.intro.trim() !== "" && { intro: escapeTemplate(form.intro.trim()) }),
        }
      : { questionnaire: form.questionnaire };
  return {
    ok: true,
    input: {
      ...asked,
      ...(label !== "" && { label }),
      agentType: form.agentType,
      sample: toSample(form),
    },
  };
}

function itemProblems({ label, type, min, max, options }: ItemForm, index: number): Problem[] {
  const at = (field: string, message: string): Problem => ({
    pointer: `/items/${String(index)}/${field}`,
    message,
  });
  const problems: Problem[] = [];
  if (label.trim() === "") problems.push(at("label", "Enter a question"));
  if (type === "integer" && min !== null && max !== null && min >= max)
    problems.push(at("max", "Enter more than the minimum"));
  const lines = parseLines(options);
  if (type === "category" && lines.length < 2)
    problems.push(at("options", "Enter at least two options, one per line"));
  else if (type === "category" && lines.some((line) => line.length > 300))
    problems.push(at("options", "An option can have at most 300 characters"));
  return problems;
}

function sampleProblems({ sample, size, where, agents, agentType }: PollForm): Problem[] {
  switch (sample) {
    case "all":
      return [];
    case "random":
      return size !== null && Number.isInteger(size) && size >= 1 && size <= 1_000_000
        ? []
        : [{ pointer: "/sample/size", message: "Enter a whole number from 1 to 1,000,000" }];
    case "where":
      return where.trim() === ""
        ? [{ pointer: "/sample/where", message: "Enter an expression" }]
        : [];
    case "agents": {
      const problem = agentIdsProblem(parseAgentIds(agents, agentType), agentType);
      return problem === undefined ? [] : [{ pointer: "/sample/agents", message: problem }];
    }
  }
}

function toSample({ sample, size, where, agents, agentType }: PollForm): PollSample {
  switch (sample) {
    case "all":
      return { kind: "all" };
    case "random":
      return { kind: "random", size: size ?? 1 };
    case "where":
      return { kind: "where", where: where.trim() };
    case "agents":
      return { kind: "agents", agents: parseAgentIds(agents, agentType) };
  }
}

const parseLines = (text: string): string[] => [
  ...new Set(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== ""),
  ),
];

/**
 * Converts the questions to items by name. Names become columns of the CSV file, so they are
 * derived from the question.
 */
export function toItems(items: readonly ItemForm[]): Record<string, unknown> {
  const named: Record<string, unknown> = {};
  for (const { label, type, min, max, options } of items) {
    named[itemName(label, named)] = {
      type,
      label: label.trim().slice(0, 200),
      // Labels are cut off; the description has the whole question.
      ...(label.trim().length > 200 && { description: label.trim() }),
      ...(type === "integer" && min !== null && { min }),
      ...(type === "integer" && max !== null && { max }),
      ...(type === "category" && { options: parseLines(options) }),
    };
  }
  return named;
}

const MAX_NAME_LENGTH = 40;

function itemName(label: string, taken: Readonly<Record<string, unknown>>): string {
  const words = label
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .slice(0, MAX_NAME_LENGTH)
    .replaceAll(/^_+|_+$/g, "");
  const plain =
    /^[a-z]/.test(words) && !RESERVED_NAMES.has(words)
      ? words
      : words === ""
        ? "question"
        : `q_${words}`;
  let name = plain;
  for (let number = 2; Object.hasOwn(taken, name); number += 1) name = `${plain}_${String(number)}`;
  return name;
}

/** Converts a pointer of the server, which names items, to one of the form, which numbers them. */
export function toFormPointer(pointer: string, items: readonly ItemForm[]): string {
  const [, head, name, ...rest] = pointer.split("/");
  if (head !== "items" || name === undefined) return pointer;
  const index = Object.keys(toItems(items)).indexOf(name);
  return index < 0 ? pointer : `/items/${String(index)}/${rest[0] ?? "label"}`;
}
