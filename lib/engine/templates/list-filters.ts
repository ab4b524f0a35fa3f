import type { Computed } from "../expressions/contract";
import { printValue } from "./compilation";
import { isList } from "../expressions/values";
import type { SimpleFilter } from "./simple-filter";

const list = (
  args: SimpleFilter["args"],
  gives: SimpleFilter["gives"],
  apply: (value: readonly Computed[], args: readonly Computed[]) => Computed,
): SimpleFilter => ({
  takes: "list",
  args,
  gives,
  apply: (value, given) => apply(isList(value) ? value : [], given),
});

const ofListOrText = (
  args: SimpleFilter["args"],
  {
    required,
    gives,
    apply,
  }: {
    readonly required: number;
    readonly gives: SimpleFilter["gives"];
    readonly apply: SimpleFilter["apply"];
  },
): SimpleFilter => ({
  takes: "listOrText",
  args,
  required,
  gives,
  apply,
});

export const LIST_FILTERS: Readonly<Record<string, SimpleFilter>> = {
  join: list(["text"], "text", (values, [separator]) =>
    values.map(printValue).join(separator === undefined ? " " : printValue(separator)),
  ),
  /** "a, b and c"; `list: "or"` sets another conjunction. */
  list: list(["text"], "text", (values, [word]) => {
    const texts = values.filter((value) => value !== null).map(printValue);
    if (texts.length < 2) return texts.join("");
    return (
      `${texts.slice(0, -1).join(", ")} ${word === undefined ? "and" : printValue(word)} ` +
      `${texts.at(-1) ?? ""}`
    );
  }),
  sort: list([], "same", (values) => [...values].sort(compare)),
  uniq: list([], "same", (values) => [...new Set(values)]),
  compact: ofListOrText([], {
    required: 0,
    gives: "same",
    apply: (value) => (isList(value) ? value.filter((item) => item !== null) : value),
  }),
  reverse: ofListOrText([], {
    required: 0,
    gives: "same",
    apply: (value) => (isList(value) ? [...value].reverse() : value),
  }),
  first: ofListOrText([], {
    required: 0,
    gives: "element",
    apply: (value) => (isList(value) ? (value[0] ?? null) : String(value).charAt(0)),
  }),
  last: ofListOrText([], {
    required: 0,
    gives: "element",
    apply: (value) => (isList(value) ? (value.at(-1) ?? null) : String(value).slice(-1)),
  }),
  size: ofListOrText([], {
    required: 0,
    gives: "number",
    apply: (value) => (isList(value) ? value.length : String(value).length),
  }),
  slice: ofListOrText(["number", "number"], {
    required: 1,
    gives: "same",
    apply: (value, [start, count]) => {
      const whole = isList(value) ? value : String(value);
      const from = Number(start) < 0 ? whole.length + Number(start) : Number(start);
      return whole.slice(from, from + Number(count ?? 1));
    },
  }),
};

/** Compares numbers by value and texts by code unit; nulls last. */
function compare(left: Computed, right: Computed): number {
  if (left === right) return 0;
  if (left === null || right === null) return left === null ? 1 : -1;
  return left < right ? -1 : 1;
}
