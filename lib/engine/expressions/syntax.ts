import { type ASTNode, parse as parseCel } from "@marcbachmann/cel-js";
import type { SourceProblem, Span } from "../base/types";

type NodeOf<Kind extends string, Rest> = Span & { readonly kind: Kind } & Rest;
export type LiteralNode = NodeOf<"literal", { readonly value: number | string | boolean | null }>;
export type NameNode = NodeOf<"name", { readonly name: string }>;
/** `at` is the span of `name`. */
export type FieldNode = NodeOf<
  "field",
  { readonly target: ExpressionNode; readonly name: string; readonly at: Span }
>;
export type IndexNode = NodeOf<
  "index",
  { readonly target: ExpressionNode; readonly index: ExpressionNode }
>;
/** A function call. A method call has its receiver as first argument, and `method` set. */
export type CallNode = NodeOf<
  "call",
  {
    readonly name: string;
    readonly at: Span;
    readonly args: readonly ExpressionNode[];
    readonly method: boolean;
  }
>;
export type ListNode = NodeOf<"list", { readonly items: readonly ExpressionNode[] }>;
export type MapNode = NodeOf<
  "map",
  { readonly entries: readonly (readonly [ExpressionNode, ExpressionNode])[] }
>;
export type UnaryNode = NodeOf<
  "unary",
  { readonly op: "!" | "-"; readonly operand: ExpressionNode }
>;
export type BinaryOp = "==" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%" | "in";
export type BinaryNode = NodeOf<
  "binary",
  { readonly op: BinaryOp; readonly left: ExpressionNode; readonly right: ExpressionNode }
>;
/** A chain of one connective is one node: `a && b && c` has three parts. */
export type LogicNode = NodeOf<
  "logic",
  { readonly op: "&&" | "||"; readonly parts: readonly ExpressionNode[] }
>;
export type ConditionalNode = NodeOf<
  "conditional",
  {
    readonly test: ExpressionNode;
    readonly then: ExpressionNode;
    readonly otherwise: ExpressionNode;
  }
>;
export type ExpressionNode =
  | LiteralNode
  | NameNode
  | FieldNode
  | IndexNode
  | CallNode
  | ListNode
  | MapNode
  | UnaryNode
  | BinaryNode
  | LogicNode
  | ConditionalNode;

export type ParseResult =
  | { readonly ok: true; readonly node: ExpressionNode }
  | { readonly ok: false; readonly problem: SourceProblem };

const MAX_LENGTH = 20_000;
export const MAX_DEPTH = 400;

class SyntaxProblem extends Error {
  constructor(readonly problem: SourceProblem) {
    super(problem.message);
  }
}

/** Returns the parts of a node. */
function childrenOf(node: ExpressionNode): readonly ExpressionNode[] {
  switch (node.kind) {
    case "literal":
    case "name":
      return [];
    case "field":
      return [node.target];
    case "index":
      return [node.target, node.index];
    case "call":
      return node.args;
    case "list":
      return node.items;
    case "map":
      return node.entries.flat();
    case "unary":
      return [node.operand];
    case "binary":
      return [node.left, node.right];
    case "logic":
      return node.parts;
    case "conditional":
      return [node.test, node.then, node.otherwise];
  }
}

/** Returns the number of nodes above the deepest one, itself included. */
export const nestingDepth = (node: ExpressionNode): number =>
  childrenOf(node).reduce((deepest, child) => Math.max(deepest, nestingDepth(child)), 0) + 1;

/** Returns every call in an expression. */
export const callsIn = (node: ExpressionNode): readonly CallNode[] => [
  ...(node.kind === "call" ? [node] : []),
  ...childrenOf(node).flatMap(callsIn),
];

/** Parses CEL. Never throws: invalid syntax is returned as a problem with its span. */
export function parseExpression(source: string): ParseResult {
  if (source.length > MAX_LENGTH)
    return {
      ok: false,
      problem: {
        message: `An expression may have at most ${MAX_LENGTH} characters.`,
        from: 0,
        length: source.length,
      },
    };
  if (source.trim() === "")
    return {
      ok: false,
      problem: { message: "The expression is empty.", from: 0, length: source.length },
    };
  try {
    return { ok: true, node: convert(parseCel(source).ast, source, 0) };
  } catch (error) {
    return {
      ok: false,
      problem: error instanceof SyntaxProblem ? error.problem : parserProblem(error, source),
    };
  }
}

function convert(ast: ASTNode, source: string, depth: number): ExpressionNode {
  const span = { from: ast.start, length: ast.end - ast.start };
  if (depth > MAX_DEPTH)
    throw new SyntaxProblem({ message: "The expression is nested too deeply.", ...span });
  const down = (child: ASTNode): ExpressionNode => convert(child, source, depth + 1);
  switch (ast.op) {
    case "value":
      return { kind: "literal", value: literal(ast.args, span), ...span };
    case "id":
      return { kind: "name", name: ast.args, ...span };
    case ".":
      return {
        kind: "field",
        target: down(ast.args[0]),
        name: ast.args[1],
        at: { from: ast.pos, length: ast.end - ast.pos },
        ...span,
      };
    case "[]":
      return { kind: "index", target: down(ast.args[0]), index: down(ast.args[1]), ...span };
    case "call":
      return {
        kind: "call",
        name: ast.args[0],
        at: { from: ast.start, length: ast.args[0].length },
        args: ast.args[1].map(down),
        method: false,
        ...span,
      };
    case "rcall": {
      const [name, receiver, args] = ast.args;
      const at = { from: methodOffset(source, name, receiver.end), length: name.length };
      return { kind: "call", name, at, args: [receiver, ...args].map(down), method: true, ...span };
    }
    case "list":
      return { kind: "list", items: ast.args.map(down), ...span };
    case "map":
      return {
        kind: "map",
        entries: ast.args.map(([key, value]) => [down(key), down(value)] as const),
        ...span,
      };
    case "?:":
      return {
        kind: "conditional",
        test: down(ast.args[0]),
        then: down(ast.args[1]),
        otherwise: down(ast.args[2]),
        ...span,
      };
    case "&&":
    case "||":
      return { kind: "logic", op: ast.op, parts: flattenChain(ast, ast.op).map(down), ...span };
    case "!_":
      return { kind: "unary", op: "!", operand: down(ast.args), ...span };
    case "-_":
      return { kind: "unary", op: "-", operand: down(ast.args), ...span };
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
    case "+":
    case "-":
    case "*":
    case "/":
    case "%":
    case "in":
      return {
        kind: "binary",
        op: ast.op,
        left: down(ast.args[0]),
        right: down(ast.args[1]),
        ...span,
      };
    default:
      throw new SyntaxProblem({ message: `\`${ast.op}\` is not part of the language.`, ...span });
  }
}

function literal(value: unknown, span: Span): number | string | boolean | null {
  if (
    value === null ||
    typeof value === "string" ||
    typeof value === "boolean" ||
    typeof value === "number"
  )
    return value;
  if (typeof value === "bigint") return Number(value);
  throw new SyntaxProblem({
    message:
      "Write numbers plainly, such as 2 or 0.5, and texts in plain quotes: all numbers are of " +
      "one kind.",
    ...span,
  });
}

/** Flattens `a && b && c`, which the parser nests to the left. */
function flattenChain(ast: ASTNode, op: "&&" | "||"): ASTNode[] {
  const parts: ASTNode[] = [];
  let rest = ast;
  while (rest.op === op) {
    parts.push(rest.args[1]);
    rest = rest.args[0];
  }
  parts.push(rest);
  return parts.reverse();
}

/**
 * Finds the name of a method, whose offset the parser does not give: its first occurrence after the
 * receiver.
 */
function methodOffset(source: string, name: string, receiverEnd: number): number {
  const dot = source.indexOf(".", receiverEnd);
  return Math.max(receiverEnd, source.indexOf(name, Math.max(dot, receiverEnd)));
}

const TOKENS: Readonly<Record<string, string>> = {
  EOF: "the end",
  NUMBER: "a number",
  STRING: "a text",
  BYTES: "a text",
  BOOLEAN: "true or false",
  NULL: "null",
  IDENTIFIER: "a name",
  PLUS: "`+`",
  MINUS: "`-`",
  MULTIPLY: "`*`",
  DIVIDE: "`/`",
  MODULO: "`%`",
  EQ: "`==`",
  NE: "`!=`",
  LT: "`<`",
  LE: "`<=`",
  GT: "`>`",
  GE: "`>=`",
  AND: "`&&`",
  OR: "`||`",
  NOT: "`!`",
  IN: "`in`",
  LPAREN: "`(`",
  RPAREN: "`)`",
  LBRACKET: "`[`",
  RBRACKET: "`]`",
  LBRACE: "`{`",
  RBRACE: "`}`",
  DOT: "`.`",
  COMMA: "`,`",
  COLON: "`:`",
  QUESTION: "`?`",
};
const OPERATOR_ALIASES: Readonly<Record<string, string>> = {
  and: "&&",
  or: "||",
  not: "!",
  AND: "&&",
  OR: "||",
  NOT: "!",
  "=": "==",
  "&": "&&",
  "|": "||",
  "^": "pow(x, n)",
  "<>": "!=",
};

function parserProblem(error: unknown, source: string): SourceProblem {
  if (!(error instanceof Error))
    return { message: "This is not an expression.", from: 0, length: source.length };
  if (error instanceof RangeError)
    return { message: "The expression is nested too deeply.", from: 0, length: source.length };
  const { from, length } = errorRange(error, source);
  const found = source.slice(from, from + length);
  const word = Object.hasOwn(OPERATOR_ALIASES, found) ? OPERATOR_ALIASES[found] : undefined;
  if (word !== undefined)
    return {
      message: `Write \`${word}\` instead of \`${found}\`.`,
      from,
      length,
      suggestion: word,
    };
  const summary =
    "summary" in error && typeof error.summary === "string" ? error.summary : error.message;
  const code = "code" in error ? error.code : undefined;
  if (code === "invalid_macro_argument")
    return { message: "Name a variable first, as in `map(v, v.opinion)`.", from, length };
  if (code === "limit_exceeded")
    return { message: "The expression is too long or nested too deeply.", from, length };
  if (code === "unexpected_character" && found !== "")
    return { message: `\`${found}\` does not belong here.`, from, length };
  if (code === "reserved_identifier")
    return { message: `\`${found}\` is a reserved word and cannot be a name.`, from, length };
  const message = summary
    .replace(/\b[A-Z]{2,}\b/g, (token) => TOKENS[token] ?? token)
    .replace(/^Unexpected token: (.*)$/s, "Something is missing before $1");
  return { message: message.endsWith(".") ? message : `${message}.`, from, length };
}

function errorRange(error: Error, source: string): Span {
  const range: unknown = "range" in error ? error.range : undefined;
  if (typeof range !== "object" || range === null || !("start" in range) || !("end" in range))
    return { from: 0, length: source.length };
  const from = Math.min(Number(range.start), source.length);
  return { from, length: Math.max(0, Math.min(Number(range.end), source.length) - from) };
}
