import {
  AssignTag,
  BreakTag,
  CaptureTag,
  CaseTag,
  CommentTag,
  ContinueTag,
  type Expression,
  type Filter as LiquidFilter,
  ForTag,
  IfTag,
  InlineCommentTag,
  Liquid,
  LiquidError,
  Output,
  RawTag,
  Tag,
  type Template,
  Token,
  TypeGuards,
  UnlessTag,
  Value as LiquidValue,
} from "liquidjs";
import { nearest } from "@/lib/domain/text/nearest";
import type { SourceProblem, Span } from "../base/types";
import {
  COMPARISONS,
  type Body,
  type Comparison,
  type Filter,
  type TemplateNode,
  type PipedValue,
  type Segment,
  type ValueNode,
} from "./syntax";

/**
 * The allowed tags: those that only shape text. Others read files, keep state between templates or
 * produce HTML.
 */
const TAGS = [
  "assign",
  "break",
  "capture",
  "case",
  "comment",
  "continue",
  "for",
  "if",
  "raw",
  "unless",
  "#",
] as const;
const PARTS: Readonly<Record<string, string>> = {
  else: "if",
  elsif: "if",
  endif: "if",
  endfor: "for",
  when: "case",
  endcase: "case",
  endunless: "unless",
  endcapture: "capture",
};

/** The parser. Filters are checked later, so it accepts any filter name. */
const reader = new Liquid({ strictFilters: false, parseLimit: 100_000 });
for (const name of Object.keys(reader.tags))
  if (!TAGS.some((tag) => tag === name)) Reflect.deleteProperty(reader.tags, name);

export type ReadTemplate =
  | { readonly ok: true; readonly body: Body }
  | { readonly ok: false; readonly problem: SourceProblem };

class ReadError extends Error {
  constructor(
    readonly span: Span,
    message: string,
  ) {
    super(message);
  }
}

/** Parses a Liquid template to the subset of the syntax that scenarios may use. */
export function readTemplate(source: string): ReadTemplate {
  try {
    return {
      ok: true,
      body: reader.parse(source).flatMap((template) => readNodes(template, source)),
    };
  } catch (error) {
    if (error instanceof ReadError)
      return { ok: false, problem: { message: error.message, ...error.span } };
    if (LiquidError.is(error)) return { ok: false, problem: syntaxProblem(error) };
    throw error;
  }
}

function syntaxProblem(error: LiquidError): SourceProblem {
  const { begin, end } = error.token;
  const span = { from: begin, length: Math.max(1, end - begin) };
  const message = error.message.replace(/, line:\d+, col:\d+$/, "");
  const tag = /^tag "(.*)" not found$/.exec(message)?.[1];
  if (tag !== undefined) {
    const opener = PARTS[tag];
    if (opener !== undefined)
      return { ...span, message: `\`{% ${tag} %}\` stands here without its \`{% ${opener} %}\`.` };
    const meant = nearest(tag, TAGS);
    return {
      ...span,
      message: `Unknown tag: \`${tag}\`. Available: ${TAGS.slice(0, -1).join(", ")}.`,
      ...(meant === undefined ? {} : { suggestion: meant }),
    };
  }
  if (
    message.startsWith('expected "|" before filter') ||
    message.startsWith("invalid range syntax")
  )
    return {
      ...span,
      message:
        "This cannot be read: a template has names, comparisons and filters, as in `{{ " +
        "self.age | plus: 1 }}`, and no calculations.",
    };
  if (message.startsWith("invalid value expression"))
    return { ...span, message: "Something is missing here: a name, or a text in quotes." };
  if (message.endsWith("not closed"))
    return { ...span, message: `\`${error.token.getText()}\` is not closed.` };
  return { ...span, message: `This cannot be read: ${message}.` };
}

const tokenSpan = (token: Token): Span => ({ from: token.begin, length: token.end - token.begin });

function readNodes(template: Template, source: string): TemplateNode[] {
  const body = (templates: readonly Template[] | undefined): Body =>
    (templates ?? []).flatMap((inner) => readNodes(inner, source));
  const span = tokenSpan(template.token);
  if (TypeGuards.isHTMLToken(template.token))
    return [{ kind: "text", text: template.token.getContent() }];
  if (template instanceof Output)
    return [{ kind: "output", output: readPiped(template.value, span) }];
  if (template instanceof CommentTag || template instanceof InlineCommentTag) return [];
  if (template instanceof RawTag) return [{ kind: "text", text: template.render() }];
  if (template instanceof BreakTag) return [{ kind: "break" }];
  if (template instanceof ContinueTag) return [{ kind: "continue" }];
  if (template instanceof AssignTag) {
    const [to] = [...template.arguments()];
    const [name] = [...template.localScope()];
    if (to instanceof LiquidValue && name !== undefined)
      return [{ kind: "assign", name: name.content, to: readPiped(to, span), ...tokenSpan(name) }];
  }
  if (template instanceof CaptureTag)
    return [
      {
        kind: "capture",
        name: template.variable,
        body: body(template.templates),
        ...tokenSpan(template.identifier),
      },
    ];
  if (template instanceof IfTag || template instanceof UnlessTag) {
    const negate = template instanceof UnlessTag;
    const branches = template.branches.map((branch, index) => ({
      test: readPiped(branch.value, span),
      negated: negate && index === 0,
      body: body(branch.templates),
    }));
    return [{ kind: "if", branches, otherwise: body(template.elseTemplates) }];
  }
  if (template instanceof CaseTag) {
    const branches = template.branches.map((branch) => ({
      values: branch.values.map((value) => readValue(value)),
      body: body(branch.templates),
    }));
    return [
      {
        kind: "case",
        of: readPiped(template.value, span),
        branches,
        otherwise: body(template.elseTemplates),
      },
    ];
  }
  if (template instanceof ForTag) return [readFor(template, { span, source, body })];
  const name = template instanceof Tag ? template.name : "this";
  throw new ReadError(span, `Unknown tag: \`${name}\`.`);
}

const MODIFIERS = /^\s*(?:,?\s*(?:reversed|(?:limit|offset)\s*:\s*[^\s,]+))*\s*-?%\}/;

function readFor(
  tag: ForTag,
  {
    span,
    source,
    body,
  }: {
    readonly span: Span;
    readonly source: string;
    readonly body: (templates: readonly Template[]) => Body;
  },
): TemplateNode {
  const after = source.slice(tag.collection.end);
  if (!MODIFIERS.test(after)) {
    const length = Math.max(1, after.indexOf("%}"));
    throw new ReadError(
      { from: tag.collection.end, length },
      "After the list of a `for` may stand only `limit: 5`, `offset: 2` and `reversed`.",
    );
  }
  const { limit, offset } = tag.hash.hash;
  return {
    kind: "for",
    ...span,
    variable: tag.variable,
    list: readValue(tag.collection),
    ...(offset === undefined ? {} : { offset: readValue(offset) }),
    ...(limit === undefined ? {} : { limit: readValue(limit) }),
    reversed: "reversed" in tag.hash.hash,
    body: body(tag.templates),
    otherwise: body(tag.elseTemplates),
  };
}

function readPiped(value: LiquidValue, around: Span): PipedValue {
  return {
    value: readExpression(value.initial, around),
    filters: value.filters.map((filter) => readFilter(filter, around)),
  };
}

function readFilter(filter: LiquidFilter, around: Span): Filter {
  const token: unknown = Reflect.get(filter, "token");
  const span = token instanceof Token && token.end > token.begin ? tokenSpan(token) : around;
  const args = filter.args.map((arg) => {
    if (Array.isArray(arg))
      throw new ReadError(
        span,
        `\`${filter.name}\` takes values without names, as in \`| truncate: 80\`.`,
      );
    return readValue(arg);
  });
  return { name: filter.name, args, from: span.from, length: filter.name.length };
}

/** Converts an expression, which liquidjs gives in postfix order. */
function readExpression(expression: Expression, around: Span): ValueNode {
  const stack: ValueNode[] = [];
  const pop = (): ValueNode => {
    const value = stack.pop();
    if (value === undefined)
      throw new ReadError(around, "Something is missing on one side of a comparison.");
    return value;
  };
  for (const token of expression.postfix) {
    if (!TypeGuards.isOperatorToken(token)) {
      stack.push(readValue(token));
      continue;
    }
    const right = pop();
    if (token.operator === "not") {
      stack.push({
        kind: "not",
        value: right,
        from: token.begin,
        length: right.from + right.length - token.begin,
      });
      continue;
    }
    const left = pop();
    const span = { from: left.from, length: right.from + right.length - left.from };
    if (token.operator === "and" || token.operator === "or")
      stack.push({ kind: "logic", operator: token.operator, left, right, ...span });
    else if (isComparison(token.operator))
      stack.push({ kind: "compare", operator: token.operator, left, right, ...span });
    else throw new ReadError(tokenSpan(token), "This comparison is not known.");
  }
  const value = pop();
  const extra = stack.pop();
  if (extra !== undefined)
    throw new ReadError(value, "Between two values stands a comparison, or `and` or `or`.");
  return value;
}

const isComparison = (operator: string): operator is Comparison =>
  COMPARISONS.some((known) => known === operator);

function readValue(token: Token): ValueNode {
  const span = tokenSpan(token);
  if (TypeGuards.isQuotedToken(token) || TypeGuards.isNumberToken(token))
    return { kind: "literal", value: token.content, ...span };
  if (TypeGuards.isLiteralToken(token)) return readLiteral(token.literal, span);
  if (TypeGuards.isRangeToken(token))
    return { kind: "range", first: readValue(token.lhs), last: readValue(token.rhs), ...span };
  if (TypeGuards.isPropertyAccessToken(token) && token.variable === undefined) {
    const [root, ...rest] = token.props;
    if (root !== undefined && TypeGuards.isWordToken(root))
      return {
        kind: "path",
        name: root.content,
        at: tokenSpan(root),
        segments: rest.map(readSegment),
        ...span,
      };
  }
  throw new ReadError(span, "This cannot be read here.");
}

function readLiteral(name: string, span: Span): ValueNode {
  if (name === "empty" || name === "blank") return { kind: "nothing", ...span };
  return {
    kind: "literal",
    value: name === "true" ? true : name === "false" ? false : null,
    ...span,
  };
}

function readSegment(token: Token): Segment {
  const span = tokenSpan(token);
  if (TypeGuards.isWordToken(token)) return { kind: "name", name: token.content, ...span };
  if (TypeGuards.isQuotedToken(token)) return { kind: "name", name: token.content, ...span };
  return { kind: "index", index: readValue(token), ...span };
}
