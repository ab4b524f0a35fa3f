import type { Span } from "../base/types";

export const COMPARISONS = ["==", "!=", "<", "<=", ">", ">=", "contains"] as const;
export type Comparison = (typeof COMPARISONS)[number];

export type ValueNode =
  | (Span & { readonly kind: "literal"; readonly value: string | number | boolean | null })
  /** `empty` or `blank`, only for comparisons. */
  | (Span & { readonly kind: "nothing" })
  | (Span & {
      readonly kind: "path";
      readonly name: string;
      readonly at: Span;
      readonly segments: readonly Segment[];
    })
  | (Span & { readonly kind: "range"; readonly first: ValueNode; readonly last: ValueNode })
  | (Span & {
      readonly kind: "compare";
      readonly operator: Comparison;
      readonly left: ValueNode;
      readonly right: ValueNode;
    })
  | (Span & {
      readonly kind: "logic";
      readonly operator: "and" | "or";
      readonly left: ValueNode;
      readonly right: ValueNode;
    })
  | (Span & { readonly kind: "not"; readonly value: ValueNode });

export type Segment = Span &
  (
    | { readonly kind: "name"; readonly name: string }
    | { readonly kind: "index"; readonly index: ValueNode }
  );

export type Filter = Span & { readonly name: string; readonly args: readonly ValueNode[] };

/** A value with its filters. */
export type PipedValue = { readonly value: ValueNode; readonly filters: readonly Filter[] };

export type Body = readonly TemplateNode[];

export type TemplateNode =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "output"; readonly output: PipedValue }
  | {
      readonly kind: "if";
      readonly branches: readonly {
        readonly test: PipedValue;
        readonly negated: boolean;
        readonly body: Body;
      }[];
      readonly otherwise: Body;
    }
  | {
      readonly kind: "case";
      readonly of: PipedValue;
      readonly branches: readonly { readonly values: readonly ValueNode[]; readonly body: Body }[];
      readonly otherwise: Body;
    }
  | (Span & {
      readonly kind: "for";
      readonly variable: string;
      readonly list: ValueNode;
      readonly offset?: ValueNode;
      readonly limit?: ValueNode;
      readonly reversed: boolean;
      readonly body: Body;
      readonly otherwise: Body;
    })
  | (Span & { readonly kind: "assign"; readonly name: string; readonly to: PipedValue })
  | (Span & { readonly kind: "capture"; readonly name: string; readonly body: Body })
  | { readonly kind: "break" }
  | { readonly kind: "continue" };
