import { BOOLEAN, NUMBER, nullableOf, type Type } from "../../base/types";
import * as formulas from "../formulas";
import { type BoundList, resolveElementType, createLoop, predicateCall } from "../lambda";
import { booleanRun } from "../operators";
import { orderedOptions, positionOf } from "../order";
import type { CallNode, ExpressionNode } from "../syntax";
import { withoutNull } from "../type-rules";
import {
  assembleLambda,
  combine,
  type Elaborator,
  type Bindings,
  type Locals,
  type Typed,
  unknownNode,
} from "../typed";
import type { Scope } from "../contract";
import { isRow, nameKind } from "../values";
import {
  asNumber,
  checkArgument,
  defineFunction,
  type FunctionDoc,
  type FunctionEntry,
  reportForms,
} from "./entry";
import { sizeOf } from "./lists";
import { elaborateSample, optionType, requireNumbers, requireOptions } from "./sample";

const GROUP = { group: "statistics" } as const;
const MAYBE_NUMBER = nullableOf(NUMBER);

function elaborateNumericStatistic(
  call: CallNode,
  {
    args,
    type,
    formula,
    scaleFormula,
    bindings,
    elaborator,
    first,
  }: {
    readonly args: readonly ExpressionNode[];
    readonly type: Type;
    readonly formula: (values: readonly number[]) => number | null;
    /** The statistic of positions on a scale, which is one of them; undefined if it has none. */
    readonly scaleFormula?: ((values: readonly number[]) => number | null) | undefined;
    readonly bindings: Bindings;
    readonly elaborator: Elaborator;
    readonly first?: Typed | undefined;
  },
): Typed {
  const sample = elaborateSample(call, {
    args,
    of: NUMBER,
    bindings,
    elaborator,
    first,
    takesScales: scaleFormula !== undefined,
  });
  if (sample === undefined) return unknownNode();
  const fail = elaborator.failure(call);
  const { scale } = sample;
  if (scale !== undefined && scaleFormula !== undefined)
    return sample.finish(optionType(scale), (scope, locals) => {
      const values = sample.collect(scope, locals);
      const position = scaleFormula(requireOptions(values, { scale, name: call.name, fail }));
      return position === null ? null : (scale[position] ?? null);
    });
  return sample.finish(type, (scope, locals) =>
    formula(requireNumbers(sample.collect(scope, locals), call.name, fail)),
  );
}

const signaturesOf = (name: string): string => `${name}(list)\n${name}(list, x, expression)`;

function lambdaArity(call: CallNode, elaborator: Elaborator, doc: FunctionDoc): boolean {
  if (call.args.length !== 2) return true;
  reportForms(call, doc, elaborator);
  return false;
}

function defineStatistic(
  name: string,
  {
    doc,
    formula,
    scaleFormula,
    type = MAYBE_NUMBER,
  }: {
    readonly doc: string;
    readonly formula: (values: readonly number[]) => number | null;
    readonly scaleFormula?: ((values: readonly number[]) => number | null) | undefined;
    readonly type?: Type | undefined;
  },
): FunctionEntry {
  return defineFunction(
    { ...GROUP, name, signature: signaturesOf(name), doc, example: `${name}(Voter, v, v.opinion)` },
    {
      least: 1,
      most: 3,
      build: (call, bindings, elaborator, whole) =>
        lambdaArity(call, elaborator, whole)
          ? elaborateNumericStatistic(call, {
              args: call.args,
              type,
              formula,
              scaleFormula,
              bindings,
              elaborator,
            })
          : unknownNode(),
    },
  );
}

/** Defines `min` or `max`, of several numbers or of a list. */
function defineExtreme(
  name: "min" | "max",
  formula: (values: readonly number[]) => number | null,
): FunctionEntry {
  const word = name === "min" ? "Smallest" : "Largest";
  return defineFunction(
    {
      ...GROUP,
      name,
      signature: `${name}(a, b, …)\n${signaturesOf(name)}`,
      doc:
        `${word} of the numbers or options of an ordered category given, or of a list; null ` +
        "for an empty list.",
      example: `${name}(self.opinion, 5)`,
    },
    {
      least: 1,
      most: 32,
      build: (call, bindings, elaborator) => {
        const [listNode, ...others] = call.args;
        if (listNode === undefined) return unknownNode();
        const first = elaborator.elaborate(listNode, bindings);
        const kind = withoutNull(first.type).kind;
        if (
          others.length === 0 ||
          (others.length === 2 &&
            (kind === "list" || (kind === "any" && others[0]?.kind === "name")))
        )
          return elaborateNumericStatistic(call, {
            args: call.args,
            type: MAYBE_NUMBER,
            formula,
            scaleFormula: formula,
            bindings,
            elaborator,
            first,
          });
        const scale = orderedOptions(first.type);
        if (scale !== undefined)
          return elaborateScaleExtreme(call, { first, scale, formula, bindings, elaborator });
        const role = `What \`${name}\` compares`;
        elaborator.require(listNode, first, { wanted: NUMBER, role });
        const numbers = [
          first,
          ...others.map((arg) => elaborator.elaborateAs(arg, bindings, { wanted: NUMBER, role })),
        ];
        const runs = numbers.map((typed, index) =>
          checkArgument(typed, {
            param: { name: "number", type: NUMBER },
            node: call.args[index] ?? call,
            name,
            elaborator,
          }),
        );
        const pick = name === "min" ? Math.min : Math.max;
        const [one, two] = runs;
        if (runs.length === 2 && one !== undefined && two !== undefined)
          return combine(numbers, {
            type: NUMBER,
            run: (scope, locals) =>
              pick(asNumber(one(scope, locals)), asNumber(two(scope, locals))),
          });
        return combine(numbers, {
          type: NUMBER,
          run: (scope, locals) => pick(...runs.map((run) => asNumber(run(scope, locals)))),
        });
      },
    },
  );
}

/** Elaborates `min` or `max` of several options of an ordered category. */
function elaborateScaleExtreme(
  { name, args }: CallNode,
  {
    first,
    scale,
    formula,
    bindings,
    elaborator,
  }: {
    readonly first: Typed;
    readonly scale: readonly string[];
    readonly formula: (values: readonly number[]) => number | null;
    readonly bindings: Bindings;
    readonly elaborator: Elaborator;
  },
): Typed {
  const wanted: Type = { kind: "text", options: scale };
  const role = `What \`${name}\` compares`;
  const options = [
    first,
    ...args.slice(1).map((arg) => elaborator.elaborateAs(arg, bindings, { wanted, role })),
  ];
  const positions = options.map((option, index) => {
    const fail = elaborator.failure(args[index] ?? { from: 0, length: 0 });
    return (scope: Scope, locals: Locals): number =>
      positionOf(scale, option.run(scope, locals)) ??
      fail(`${role} must be one of ${scale.join(", ")}.`);
  });
  return combine(options, {
    type: { kind: "text", options: scale, scale: "ordered" },
    run: (scope, locals) =>
      scale[formula(positions.map((position) => position(scope, locals))) ?? 0] ?? null,
  });
}

const defineCount = (name: "count" | "share", doc: string, example: string): FunctionEntry =>
  defineFunction(
    {
      ...GROUP,
      name,
      signature:
        name === "count"
          ? "count(list)\ncount(list, x, condition)"
          : "share(list of true and false)\nshare(list, x, condition)",
      doc,
      example,
    },
    {
      least: 1,
      most: 3,
      build: (call, bindings, elaborator, whole) => {
        const [listNode] = call.args;
        if (listNode === undefined || !lambdaArity(call, elaborator, whole)) return unknownNode();
        const fail = elaborator.failure(call);
        if (call.args.length === 1) {
          if (name === "share") return elaborateShareOfTrue(call, bindings, elaborator);
          const list = elaborator.elaborate(listNode, bindings);
          resolveElementType(list, listNode, elaborator);
          return combine([list], {
            type: NUMBER,
            run: (scope, locals) =>
              sizeOf(list.run(scope, locals)) ?? fail("A list is needed here."),
          });
        }
        const { bound, predicate } = predicateCall(call, bindings, elaborator);
        const { each } = createLoop(bound, { predicate, body: undefined, elaborator });
        const count = (scope: Scope, locals: Locals): number => {
          let matches = 0;
          each(scope, locals, () => (matches += 1) > 0);
          return matches;
        };
        if (name === "count")
          return assembleLambda(bound.slot, {
            outer: [bound.list],
            inner: [predicate],
            type: NUMBER,
            run: count,
          });
        if (bound.list.shape?.kind === "table")
          return assembleLambda(bound.slot, {
            outer: [bound.list],
            inner: [predicate],
            type: MAYBE_NUMBER,
            run: (scope, locals) => {
              const all = sizeOf(bound.list.run(scope, locals)) ?? 0;
              return all === 0 ? null : count(scope, locals) / all;
            },
          });
        return elaborateListShare(bound, { predicate, call, elaborator });
      },
    },
  );

/**
 * Elaborates a share of a list that is not a table: computes the list once, and tests every
 * element.
 */
function elaborateListShare(
  bound: BoundList,
  {
    predicate,
    call,
    elaborator,
  }: { readonly predicate: Typed; readonly call: CallNode; readonly elaborator: Elaborator },
): Typed {
  const { each } = createLoop(bound, { predicate: undefined, body: predicate, elaborator });
  const holds = booleanRun(predicate.run, elaborator.failure(call.args[2] ?? call));
  return assembleLambda(bound.slot, {
    outer: [bound.list],
    inner: [predicate],
    type: MAYBE_NUMBER,
    run: (scope, locals) => {
      let [all, matches] = [0, 0];
      each(scope, locals, () => {
        all += 1;
        if (holds(scope, locals)) matches += 1;
        return true;
      });
      return all === 0 ? null : matches / all;
    },
  });
}

function elaborateShareOfTrue(call: CallNode, bindings: Bindings, elaborator: Elaborator): Typed {
  const sample = elaborateSample(call, { args: call.args, of: BOOLEAN, bindings, elaborator });
  if (sample === undefined) return unknownNode();
  const fail = elaborator.failure(call);
  return sample.finish(MAYBE_NUMBER, (scope, locals) => {
    const values = sample.collect(scope, locals);
    let matches = 0;
    for (const value of values) {
      if (typeof value !== "boolean")
        return fail(`\`share\` met ${nameKind(value)} where true or false is needed.`);
      if (value) matches += 1;
    }
    return values.length === 0 ? null : matches / values.length;
  });
}

const quantile = defineFunction(
  {
    ...GROUP,
    name: "quantile",
    signature: "quantile(list, q)\nquantile(list, x, expression, q)",
    doc:
      "The value below which a share q (0 to 1) of the numbers lies, interpolated linearly " +
      "(type 7, the default of R); of an ordered category, the option at which the share is " +
      "reached (type 1). Null for an empty list.",
    example: "quantile(Voter, v, v.opinion, 0.9)",
  },
  {
    least: 2,
    most: 4,
    build: (call, bindings, elaborator, doc) => {
      const qNode = call.args.at(-1);
      if (qNode === undefined || call.args.length === 3) {
        reportForms(call, doc, elaborator);
        return unknownNode();
      }
      const sample = elaborateSample(call, {
        args: call.args.slice(0, -1),
        of: NUMBER,
        bindings,
        elaborator,
        takesScales: true,
      });
      const q = elaborator.elaborateAs(qNode, bindings, {
        wanted: NUMBER,
        role: "The share q of `quantile`",
      });
      if (sample === undefined) return unknownNode();
      const [fail, failQ] = [elaborator.failure(call), elaborator.failure(qNode)];
      const { scale } = sample;
      return sample.finish(
        scale === undefined ? MAYBE_NUMBER : optionType(scale),
        (scope, locals) => {
          const collected = sample.collect(scope, locals);
          const values =
            scale === undefined
              ? requireNumbers(collected, "quantile", fail)
              : requireOptions(collected, { scale, name: "quantile", fail });
          const share = q.run(scope, locals);
          if (typeof share !== "number" || !(share >= 0 && share <= 1))
            return failQ("The share q of `quantile` lies between 0 and 1.");
          if (scale === undefined) return formulas.quantile(values, share);
          const position = formulas.lowQuantile(values, share);
          return position === null ? null : (scale[position] ?? null);
        },
        [q],
      );
    },
  },
);

const entropy = defineFunction(
  {
    ...GROUP,
    name: "entropy",
    signature: signaturesOf("entropy"),
    doc:
      "Shannon entropy of the shares of the distinct values, in nats: 0 when all are the same, " +
      "ln k when k values are equally frequent. Null for an empty list.",
    example: "entropy(Voter, v, v.party)",
  },
  {
    least: 1,
    most: 3,
    build: (call, bindings, elaborator, doc) => {
      if (!lambdaArity(call, elaborator, doc)) return unknownNode();
      const sample = elaborateSample(call, {
        args: call.args,
        of: { kind: "any" },
        bindings,
        elaborator,
      });
      if (sample === undefined) return unknownNode();
      return sample.finish(MAYBE_NUMBER, (scope, locals) =>
        formulas.entropy(
          sample.collect(scope, locals).map((value) => (isRow(value) ? value.id : value)),
        ),
      );
    },
  },
);

export const STATISTICS: readonly FunctionEntry[] = [
  defineCount(
    "count",
    "Number of elements; with a condition, of those for which it holds.",
    "count(Post, p, p.author == self)",
  ),
  defineCount(
    "share",
    "Share of the elements for which the condition holds, from 0 to 1. Null for an empty list.",
    "share(Friends, t, t.source.party != t.target.party)",
  ),
  defineStatistic("sum", {
    doc: "Sum of the numbers; 0 for an empty list.",
    formula: formulas.sum,
    type: NUMBER,
  }),
  defineStatistic("mean", {
    doc: "Arithmetic mean; null for an empty list.",
    formula: formulas.mean,
  }),
  defineStatistic("median", {
    doc: "Median; of an ordered category, the lower of two in the middle. Null for an empty list.",
    formula: formulas.median,
    scaleFormula: formulas.lowMedian,
  }),
  defineStatistic("sd", {
    doc:
      "Standard deviation of a sample: the sum of squares divided by n - 1. Null for fewer " +
      "than two numbers.",
    formula: formulas.sd,
  }),
  defineExtreme("min", formulas.minimum),
  defineExtreme("max", formulas.maximum),
  quantile,
  defineStatistic("gini", {
    doc:
      "Gini coefficient: 0 when all have the same, near 1 when one has everything. Null for an " +
      "empty list or when a number is negative.",
    formula: formulas.gini,
  }),
  entropy,
];
