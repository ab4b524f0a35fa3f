import { SPEAKER_FIELD, TEXT_INPUT, turnInputs } from "@/lib/domain/answers";
import type {
  AnswerInput,
  AnswerItem,
  Attribute,
  AttributeItem,
  Conversation,
  Expression,
  Scenario,
  View,
} from "@/lib/domain/scenario";
import { compileExpression, compileView } from "../expressions";
import type { Names } from "../expressions/contract";
import { withoutNull } from "../expressions/type-rules";
import { ANY, fieldsOf, listOf, NUMBER, rowOf, type Schema, TEXT, type Type } from "../base/types";
import { environmentNames } from "./names";
import { deriveSchema } from "../base/schema";

/** The fields of every turn, whatever its inputs are. */
export const TURN_FIELDS = ["conversation", "round", "turn", SPEAKER_FIELD] as const;

/** The table of the turns of one kind of conversation. */
export type TurnTable = {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly describe: string;
};

/** Turn tables by the name of the conversation, which is also the table's. */
export type TurnTables = Readonly<Record<string, TurnTable>>;

/**
 * Derives the turn tables. The type of the members, and the tables of the rows that a turn refers
 * to, are inferred from expressions; invalid expressions are reported elsewhere, and the tables
 * stay usable for further checks.
 */
export function turnTables(scenario: Scenario): TurnTables {
  const conversations = Object.entries(scenario.conversations);
  if (conversations.length === 0) return {};
  const base = deriveSchema(scenario);
  const provisional = (known: TurnTables): Schema => {
    const unknown = conversations.map(
      ([name, conversation]) =>
        [name, { kind: "table", fields: provisionalFields(conversation) }] as const,
    );
    return {
      ...base,
      tables: {
        ...Object.fromEntries(unknown),
        ...deriveSchema(scenario, known).tables,
        ...base.tables,
      },
    };
  };
  const tables: Record<string, TurnTable> = {};
  for (const [name, conversation] of conversations) {
    const schema = provisional(tables);
    const members =
      memberType(name, { conversation, scenario, schema }) ?? Object.keys(scenario.agents)[0] ?? "";
    const names = {
      ...environmentNames(scenario),
      self: rowOf(members),
      turns: listOf(rowOf(name)),
      members: listOf(rowOf(members)),
      moderator: ANY,
      row: ANY,
    };
    const seen = { ...names, view: fieldsOf(viewTypes(scenario.views, schema, names)) };
    const inputs = nonReservedInputs(conversation).map(([input, declared]) => [
      input,
      inputAttribute(declared, (ref) => chosenTable(ref, schema, seen)),
    ]);
    tables[name] = {
      attributes: {
        conversation: STATIC_INTEGER,
        round: STATIC_INTEGER,
        turn: STATIC_INTEGER,
        speaker: { type: "ref", to: members, dynamic: false },
        ...Object.fromEntries(inputs),
      },
      describe: "{{ self.text }}",
    };
  }
  return tables;
}

const STATIC_INTEGER: Attribute = { type: "integer", dynamic: false };

const provisionalFields = (conversation: Conversation): Record<string, Type> => ({
  id: TEXT,
  conversation: NUMBER,
  round: NUMBER,
  turn: NUMBER,
  speaker: ANY,
  ...Object.fromEntries(
    nonReservedInputs(conversation).map(([input]) => [input, input === TEXT_INPUT ? TEXT : ANY]),
  ),
});

/** The inputs without those whose names are reserved for turns, which are reported as problems. */
const nonReservedInputs = (
  conversation: Conversation,
): readonly (readonly [string, AnswerInput])[] =>
  Object.entries(turnInputs(conversation)).filter(
    ([input]) => !(TURN_FIELDS as readonly string[]).includes(input),
  );

/** The agent type of the members, from the first phase that determines it. */
function memberType(
  name: string,
  {
    conversation: { members },
    scenario,
    schema,
  }: { readonly conversation: Conversation; readonly scenario: Scenario; readonly schema: Schema },
): string | undefined {
  const names = environmentNames(scenario);
  const ofMembers = (around: Names): string | undefined =>
    members === undefined ? undefined : tableOf(inferType(members, schema, around));
  for (const phase of scenario.phases) {
    if (!("converse" in phase) || phase.converse !== name) continue;
    const found =
      phase.groups === undefined
        ? ofMembers(names)
        : groupElementTable(inferType(phase.groups, schema, names), (table) =>
            ofMembers({ ...names, row: rowOf(table) }),
          );
    if (found !== undefined) return found;
  }
  return ofMembers({ ...names, row: ANY });
}

function groupElementTable(
  groups: Type,
  ofRows: (table: string) => string | undefined,
): string | undefined {
  const type = withoutNull(groups);
  const of = type.kind === "list" ? withoutNull(type.of) : undefined;
  if (of?.kind === "list") return tableOf(of);
  return of?.kind === "row" ? ofRows(of.table) : undefined;
}

const inferType = (source: Expression, schema: Schema, names: Names): Type => {
  const result = compileExpression(source, schema, names);
  return result.ok ? result.compiled.type : ANY;
};

/** Returns the table of a list of rows. */
function tableOf(list: Type): string | undefined {
  const type = withoutNull(list);
  const of = type.kind === "list" ? withoutNull(type.of) : undefined;
  return of?.kind === "row" ? of.table : undefined;
}

function viewTypes(
  views: Readonly<Record<string, View>>,
  schema: Schema,
  names: Names,
): Record<string, Type> {
  const types: Record<string, Type> = {};
  for (const [name, view] of Object.entries(views)) {
    const result = compileView(view, schema, { ...names, view: fieldsOf({ ...types }) });
    types[name] = result.ok ? result.compiled.type : ANY;
  }
  return types;
}

type Ref = Extract<AnswerItem, { type: "ref" }>;

const chosenTable = ({ view, from }: Ref, schema: Schema, names: Names): string | undefined => {
  const source = from ?? (view === undefined ? undefined : `view.${view}`);
  return source === undefined ? undefined : tableOf(inferType(source, schema, names));
};

/** Returns the attribute that stores an input. */
function inputAttribute(input: AnswerInput, tableFor: (ref: Ref) => string | undefined): Attribute {
  const { label, description } = input;
  const common = {
    ...(label === undefined ? {} : { label }),
    ...(description === undefined ? {} : { description }),
    ...(input.optional ? { init: { constant: null } } : {}),
    dynamic: false,
  };
  return input.type === "list"
    ? { ...common, type: "list", of: inputAttributeItem(input.of, tableFor) }
    : { ...common, ...inputAttributeItem(input, tableFor) };
}

/**
 * Returns the stored item type: text for options that are known only at run time and for ids of
 * rows of an unknown table.
 */
function inputAttributeItem(
  item: AnswerItem,
  tableFor: (ref: Ref) => string | undefined,
): AttributeItem {
  switch (item.type) {
    case "category":
      return Array.isArray(item.options)
        ? {
            type: "category",
            options: item.options,
            ...(item.ordered === undefined ? {} : { ordered: item.ordered }),
          }
        : { type: "text" };
    case "ref": {
      const to = tableFor(item);
      return to === undefined ? { type: "text" } : { type: "ref", to };
    }
    case "boolean":
    case "integer":
    case "number":
    case "text":
      return { type: item.type };
  }
}
