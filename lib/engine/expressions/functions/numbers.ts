import { ANY, NUMBER } from "../../base/types";
import { combine } from "../typed";
import {
  asNumber,
  asText,
  checkArgument,
  defineFunction,
  type FunctionEntry,
  defineValueFunction,
} from "./entry";

const GROUP = { group: "numbers" } as const;

/** Defines a function of one number. */
const defineUnary = (
  name: string,
  {
    doc,
    compute,
    example = `${name}(self.opinion)`,
  }: {
    readonly doc: string;
    readonly compute: (x: number) => number;
    readonly example?: string | undefined;
  },
): FunctionEntry =>
  defineFunction(
    { ...GROUP, name, signature: `${name}(x)`, doc, example },
    {
      least: 1,
      most: 1,
      build: (call, bindings, elaborator) => {
        const node = call.args[0] ?? call;
        const arg = elaborator.elaborateAs(node, bindings, {
          wanted: NUMBER,
          role: `What \`${name}\` is applied to`,
        });
        const run = checkArgument(arg, {
          param: { name: "argument", type: NUMBER },
          node,
          name,
          elaborator,
        });
        return combine([arg], {
          type: NUMBER,
          run: (scope, locals) => compute(asNumber(run(scope, locals))),
        });
      },
    },
  );

const x = { name: "number", type: NUMBER } as const;

export const NUMBERS: readonly FunctionEntry[] = [
  defineUnary("abs", { doc: "The number without its sign.", compute: Math.abs }),
  defineUnary("sign", { doc: "-1, 0 or 1.", compute: Math.sign }),
  defineUnary("sqrt", { doc: "Square root.", compute: Math.sqrt }),
  defineUnary("exp", { doc: "e to the power x.", compute: Math.exp }),
  defineUnary("sin", {
    doc: "Sine of an angle in radians; π is `atan2(0, -1)`.",
    compute: Math.sin,
    example: "sin(round / 4)",
  }),
  defineUnary("cos", {
    doc: "Cosine of an angle in radians; π is `atan2(0, -1)`.",
    compute: Math.cos,
    example: "cos(round / 4)",
  }),
  defineUnary("floor", { doc: "The next whole number below.", compute: Math.floor }),
  defineUnary("ceil", { doc: "The next whole number above.", compute: Math.ceil }),
  defineValueFunction({
    ...GROUP,
    name: "round",
    signature: "round(x)\nround(x, digits)",
    doc:
      "The nearest whole number, or the nearest with this many decimals (0 to 12); halves go " +
      "away from zero. Without brackets, `round` is the number of the current round.",
    example: "round(self.opinion, 1)",
    params: [x, { name: "number of digits", type: NUMBER, optional: true }],
    result: NUMBER,
    evaluate: ([value, digits], { fail }) => {
      const places = digits === undefined ? 0 : asNumber(digits);
      if (!Number.isInteger(places) || places < 0 || places > 12)
        return fail("The digits of `round` are a whole number from 0 to 12.");
      return roundHalfAway(asNumber(value), places);
    },
  }),
  defineValueFunction({
    ...GROUP,
    name: "log",
    signature: "log(x)\nlog(x, base)",
    doc: "Natural logarithm, or the logarithm to a base.",
    example: "log(self.income)",
    params: [x, { name: "base", type: NUMBER, optional: true }],
    result: NUMBER,
    evaluate: ([value, base]) => {
      if (base === undefined) return Math.log(asNumber(value));
      return base === 10
        ? Math.log10(asNumber(value))
        : base === 2
          ? Math.log2(asNumber(value))
          : Math.log(asNumber(value)) / Math.log(asNumber(base));
    },
  }),
  defineValueFunction({
    ...GROUP,
    name: "pow",
    signature: "pow(x, y)",
    doc: "x to the power y.",
    example: "pow(1.02, round)",
    params: [x, { name: "exponent", type: NUMBER }],
    result: NUMBER,
    evaluate: ([base, exponent]) => asNumber(base) ** asNumber(exponent),
  }),
  defineValueFunction({
    ...GROUP,
    name: "atan2",
    signature: "atan2(y, x)",
    doc: "The angle between the x-axis and the vector (x, y), in radians, from -π to π.",
    example: "atan2(self.opinion, self.age)",
    params: [
      { name: "y", type: NUMBER },
      { name: "x", type: NUMBER },
    ],
    result: NUMBER,
    evaluate: ([y, x]) => Math.atan2(asNumber(y), asNumber(x)),
  }),
  defineFunction(
    {
      ...GROUP,
      name: "clamp",
      signature: "clamp(x, low, high)",
      doc: "x, but not below low and not above high.",
      example: "clamp(self.opinion + 1, -5, 5)",
    },
    {
      least: 3,
      most: 3,
      build: (call, bindings, elaborator) => {
        const names = ["number", "lower bound", "upper bound"];
        const args = call.args.map((arg, index) =>
          elaborator.elaborateAs(arg, bindings, {
            wanted: NUMBER,
            role: `The ${names[index] ?? "argument"} of \`clamp\``,
          }),
        );
        const runs = args.map((arg, index) =>
          checkArgument(arg, {
            param: { name: names[index] ?? "argument", type: NUMBER },
            node: call.args[index] ?? call,
            name: "clamp",
            elaborator,
          }),
        );
        const fail = elaborator.failure(call);
        const [value, low, high] = runs;
        return combine(args, {
          type: NUMBER,
          run: (scope, locals) => {
            const floor = asNumber(low?.(scope, locals));
            const ceiling = asNumber(high?.(scope, locals));
            if (floor > ceiling)
              return fail("The lower bound of `clamp` is above its upper bound.");
            return Math.min(Math.max(asNumber(value?.(scope, locals)), floor), ceiling);
          },
        });
      },
    },
  ),
  defineValueFunction({
    ...GROUP,
    name: "number",
    signature: "number(x)",
    doc: "A text such as '2.5' as a number, true as 1 and false as 0.",
    example: "number(arg.code)",
    params: [{ name: "value", type: ANY }],
    result: NUMBER,
    evaluate: ([value], { fail }) => {
      if (typeof value === "number") return value;
      if (typeof value === "boolean") return value ? 1 : 0;
      const text = asText(value).trim();
      const parsed = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
      return Number.isNaN(parsed) ? fail("This is not a number.") : parsed;
    },
  }),
];

/** Rounds halves away from zero. Shifts the decimal exponent, because 1.005 * 100 is 100.49999…. */
function roundHalfAway(value: number, places: number): number {
  if (!Number.isFinite(value) || Number.isInteger(value)) return value;
  const magnitude = shiftDecimal(Math.round(shiftDecimal(Math.abs(value), places)), -places);
  return value < 0 ? 0 - magnitude : magnitude;
}

function shiftDecimal(value: number, places: number): number {
  const [digits = "0", exponent = "0"] = String(value).split("e");
  return Number(`${digits}e${Number(exponent) + places}`);
}
