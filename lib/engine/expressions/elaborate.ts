import { nearest } from "@/lib/domain/text/nearest";
import type { Definition, Schema, SourceProblem, Taint, Type, Span } from "../base/types";
import {
  elaborateField,
  elaborateIndex,
  elaborateList,
  elaborateMap,
  elaborateName,
} from "./access";
import type { Names, SourceNotes } from "./contract";
import { definitionOf, elaborateCall } from "./definition-call";
import { EvaluationError, NullRowError } from "./errors";
import { REGISTRY } from "./functions/registry";
import { elaborateBinary, elaborateLogic, elaborateUnary, booleanRun } from "./operators";
import {
  type CallNode,
  type ConditionalNode,
  type ExpressionNode,
  MAX_DEPTH,
  nestingDepth,
  parseExpression,
} from "./syntax";
import { isAssignable, describeType, joinTypes, literalType } from "./type-rules";
import {
  combine,
  constantNode,
  type Elaborator,
  type Bindings,
  type Fail,
  rowKey,
  type Typed,
  unknownNode,
} from "./typed";
import { ANY, BOOLEAN } from "../base/types";

/**
 * Allocates slots for the lambda variables and draw counters of expressions that are evaluated
 * together.
 */
export type Slots = {
  used: number;
  /** The calls of definitions so far, those in definitions included. */
  calls?: number;
};

/** The definitions in whose bodies a source stands, each called by the one before. */
type CallChain = {
  readonly definitions: readonly string[];
  /** How deeply the bodies of these are nested. */
  readonly depth: number;
  /** The numbers of draws, shared with the source that calls. */
  readonly sites: Map<string, number>;
};

/** The names of the scope that a body sees, besides tables; everything else is passed to it. */
const BODY_NAMES: readonly string[] = ["param", "world", "round"];
/** Calls of definitions that one source may lead to. */
const MAX_CALLS = 500;

/** Checks one source against declarations and compiles it to closures; collects `problems`. */
export class Elaboration implements Elaborator {
  readonly problems: SourceProblem[] = [];
  readonly notes = {
    deprecations: new Array<SourceProblem>(),
    warnings: new Array<SourceProblem>(),
    revelations: new Array<SourceNotes["revelations"][number]>(),
  } satisfies SourceNotes;

  /**
   * @param prefix prefix of the names of draws, for sources that share the draws of a context
   * @param chain for the body of a definition
   */
  constructor(
    readonly source: string,
    readonly schema: Schema,
    readonly names: Names,
    private readonly slots: Slots,
    private readonly prefix = "",
    private readonly chain: CallChain = { definitions: [], depth: 0, sites: new Map() },
  ) {}

  problem({ from, length }: Span, message: string, suggestion?: string): void {
    this.problems.push({
      message,
      from,
      length,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }

  deprecation({ from, length }: Span, message: string): void {
    this.notes.deprecations.push({ message, from, length });
  }

  warning({ from, length }: Span, message: string): void {
    this.notes.warnings.push({ message, from, length });
  }

  revelation({ from, length }: Span, taint: Taint): void {
    this.notes.revelations.push({ from, length, taint });
  }

  elaborate(node: ExpressionNode, bindings: Bindings): Typed {
    switch (node.kind) {
      case "literal":
        return constantNode(literalType(node.value), node.value);
      case "name":
        return elaborateName(node, bindings, this);
      case "field":
        return elaborateField(node, bindings, this);
      case "index":
        return elaborateIndex(node, bindings, this);
      case "call":
        return this.call(node, bindings);
      case "list":
        return elaborateList(node.items, { bindings, elaborator: this, joinTypes });
      case "map":
        return elaborateMap(node.entries, bindings, this);
      case "unary":
        return elaborateUnary(node, bindings, this);
      case "binary":
        return elaborateBinary(node, bindings, this);
      case "logic":
        return elaborateLogic(node, bindings, this);
      case "conditional":
        return this.conditional(node, bindings);
    }
  }

  elaborateAs(
    node: ExpressionNode,
    bindings: Bindings,
    { wanted, role }: { readonly wanted: Type; readonly role: string },
  ): Typed {
    const typed = this.elaborate(node, bindings);
    this.require(node, typed, { wanted, role });
    return typed;
  }

  require(
    node: ExpressionNode,
    typed: Typed,
    { wanted, role }: { readonly wanted: Type; readonly role: string },
  ): void {
    if (!isAssignable(typed.type, wanted)) this.mismatch(node, { found: typed.type, wanted, role });
  }

  private mismatch(
    node: ExpressionNode,
    { found, wanted, role }: { readonly found: Type; readonly wanted: Type; readonly role: string },
  ): void {
    if (wanted.kind === "text" && wanted.options !== undefined && found.kind === "text") {
      const unknownOption =
        found.options?.find((option) => wanted.options?.includes(option) === false) ?? "";
      const closest = nearest(unknownOption, wanted.options);
      this.problem(
        node,
        `${role} can be ${wanted.options.join(", ")}, but not \`${unknownOption}\`.`,
        closest === undefined ? undefined : `'${closest}'`,
      );
      return;
    }
    this.problem(
      node,
      `${role} must be ${describeType(wanted)}, and \`${this.text(node)}\` is ` +
        `${describeType(found)}.`,
    );
  }

  private call(node: CallNode, bindings: Bindings): Typed {
    const { definitions = {} } = this.schema;
    const definition = definitionOf(this.schema, node.name);
    // First, so that a function that is added later changes no stored scenario.
    if (definition !== undefined)
      return elaborateCall(node, { definition, bindings, elaborator: this });
    const entry = REGISTRY.get(node.name);
    if (entry !== undefined) return entry.build(node, bindings, this);
    this.problem(
      node.at,
      `Unknown function: \`${node.name}\`.`,
      nearest(node.name, [...REGISTRY.keys(), ...Object.keys(definitions)]),
    );
    return unknownNode();
  }

  elaborateBody(
    { name, at }: Pick<CallNode, "name" | "at">,
    { source }: Definition,
    bindings: Bindings,
  ): Typed {
    const { chain, schema, names, slots, prefix } = this;
    const parsed = parseExpression(source);
    // Invalid and recursive definitions are reported where they are defined.
    if (!parsed.ok || chain.definitions.includes(name)) return unknownNode();
    const depth = chain.depth + nestingDepth(parsed.node);
    slots.calls = (slots.calls ?? 0) + 1;
    if (depth > MAX_DEPTH || slots.calls > MAX_CALLS) {
      const reason =
        depth > MAX_DEPTH
          ? "the definitions are nested too deeply"
          : `this leads to more than ${MAX_CALLS} calls of definitions`;
      if (depth > MAX_DEPTH || slots.calls === MAX_CALLS + 1)
        this.problem(at, `\`${name}\` cannot be used here: ${reason}.`);
      return unknownNode();
    }
    const seen = Object.fromEntries(
      Object.entries(names).filter(([declared]) => BODY_NAMES.includes(declared)),
    );
    const body = new Elaboration(source, schema, seen, slots, prefix, {
      definitions: [...chain.definitions, name],
      depth,
      sites: chain.sites,
    });
    const typed = body.elaborate(parsed.node, bindings);
    for (const { message, isUncertain } of body.problems.slice(0, 1))
      this.problems.push({
        ...at,
        message: isUncertain ? message : `\`${name}\` cannot be used here: ${message}`,
        isUncertain: true,
      });
    this.notes.revelations.push(
      ...body.notes.revelations.map((revelation) => ({ definition: name, ...revelation })),
    );
    return typed;
  }

  private conditional(node: ConditionalNode, bindings: Bindings): Typed {
    const test = this.elaborateAs(node.test, bindings, {
      wanted: BOOLEAN,
      role: "What stands before `?`",
    });
    const [then, otherwise] = [
      this.elaborate(node.then, bindings),
      this.elaborate(node.otherwise, bindings),
    ];
    const type = joinTypes(then.type, otherwise.type);
    if (type === undefined)
      this.problem(
        node,
        `Both outcomes must be of one kind: \`${this.text(node.then)}\` is ` +
          `${describeType(then.type)} and \`${this.text(node.otherwise)}\` is ` +
          `${describeType(otherwise.type)}.`,
      );
    const holds = booleanRun(test.run, this.failure(node.test));
    const [yes, no] = [then.run, otherwise.run];
    const rows =
      type?.kind === "row"
        ? {
            key: ((scope, locals) =>
              (holds(scope, locals) ? rowKey(then) : rowKey(otherwise))(
                scope,
                locals,
              )) satisfies Typed["run"],
          }
        : {};
    return combine([test, then, otherwise], {
      type: type ?? ANY,
      run: (scope, locals) => (holds(scope, locals) ? yes(scope, locals) : no(scope, locals)),
      extra: rows,
    });
  }

  newSlot(): number {
    this.slots.used += 1;
    return this.slots.used - 1;
  }

  drawSite(functionName: string): { readonly name: string; readonly slot: number } {
    const ordinal = (this.chain.sites.get(functionName) ?? 0) + 1;
    this.chain.sites.set(functionName, ordinal);
    return { name: `${this.prefix}${functionName}:${ordinal}`, slot: this.newSlot() };
  }

  text({ from, length }: Span): string {
    const text = this.source.slice(from, from + length);
    return text.length > 60 ? `${text.slice(0, 57)}...` : text;
  }

  failure({ from, length }: Span): Fail {
    return (reason) => {
      throw new EvaluationError(this.within(reason), this.source, from, length);
    };
  }

  nullFailure({ from, length }: Span): Fail {
    return (reason) => {
      throw new NullRowError(this.within(reason), this.source, from, length);
    };
  }

  private within(reason: string): string {
    const name = this.chain.definitions.at(-1);
    return name === undefined ? reason : `In the definition \`${name}\`: ${reason}`;
  }
}
