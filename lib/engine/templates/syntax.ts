/** A place in the source of a template. */
export type Span = { readonly from: number; readonly length: number };

export const COMPARISONS = ["==", "!=", "<", "<=", ">", ">=", "contains"] as const;
export type Comparison = (typeof COMPARISONS)[number];

export type Value =
  | (Span & { readonly kind: "literal"; readonly value: string | number | boolean | null })
  /** `empty` or `blank`: only to compare with. */
  | (Span & { readonly kind: "nothing" })
  | (Span & {
      readonly kind: "path";
      readonly name: string;
      readonly at: Span;
      readonly segments: readonly Segment[];
    })
  | (Span & { readonly kind: "range"; readonly first: Value; readonly last: Value })
  | (Span & {
      readonly kind: "compare";
      readonly operator: Comparison;
      readonly left: Value;
      readonly right: Value;
    })
  | (Span & {
      readonly kind: "logic";
      readonly operator: "and" | "or";
      readonly left: Value;
      readonly right: Value;
    })
  | (Span & { readonly kind: "not"; readonly value: Value });

export type Segment = Span &
  (
    | { readonly kind: "name"; readonly name: string }
    | { readonly kind: "index"; readonly index: Value }
  );

export type Filter = Span & { readonly name: string; readonly args: readonly Value[] };

/** A value and the filters it passes through. */
export type PipedValue = { readonly value: Value; readonly filters: readonly Filter[] };

export type Body = readonly Node[];

export type Node =
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
      readonly branches: readonly { readonly values: readonly Value[]; readonly body: Body }[];
      readonly otherwise: Body;
    }
  | (Span & {
      readonly kind: "for";
      readonly variable: string;
      readonly list: Value;
      readonly offset?: Value;
      readonly limit?: Value;
      readonly reversed: boolean;
      readonly body: Body;
      readonly otherwise: Body;
    })
  | (Span & { readonly kind: "assign"; readonly name: string; readonly to: PipedValue })
  | (Span & { readonly kind: "capture"; readonly name: string; readonly body: Body })
  | { readonly kind: "break" }
  | { readonly kind: "continue" };
