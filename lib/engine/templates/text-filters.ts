import type { SimpleFilter } from "./simple-filter";

const text = (
  args: SimpleFilter["args"],
  required: number,
  apply: (value: string, args: readonly unknown[]) => string,
): SimpleFilter => ({
  takes: "text",
  args,
  required,
  gives: "text",
  apply: (value, given) => apply(String(value), given),
});

const other = (args: readonly unknown[], index = 0): string => String(args[index] ?? "");

/** Splits into words as Liquid does. */
const words = (value: string): string[] => value.split(/\s+/).filter((word) => word !== "");

export const TEXT_FILTERS: Readonly<Record<string, SimpleFilter>> = {
  upcase: text([], 0, (value) => value.toUpperCase()),
  downcase: text([], 0, (value) => value.toLowerCase()),
  /** Capitalises the first letter and lower-cases the others, as in Liquid. */
  capitalize: text([], 0, (value) => value.charAt(0).toUpperCase() + value.slice(1).toLowerCase()),
  strip: text([], 0, (value) => value.trim()),
  append: text(["any"], 1, (value, args) => value + other(args)),
  prepend: text(["any"], 1, (value, args) => other(args) + value),
  replace: text(["text", "text"], 2, (value, args) =>
    value.split(other(args)).join(other(args, 1)),
  ),
  remove: text(["text"], 1, (value, args) => value.split(other(args)).join("")),
  truncate: text(["number", "text"], 0, (value, args) => {
    const [length, ellipsis] = [
      Number(args[0] ?? 50),
      args[1] === undefined ? "..." : other(args, 1),
    ];
    return value.length <= length ? value : value.slice(0, length - ellipsis.length) + ellipsis;
  }),
  truncatewords: text(["number", "text"], 0, (value, args) => {
    const [count, ellipsis] = [
      Math.max(1, Number(args[0] ?? 15)),
      args[1] === undefined ? "..." : other(args, 1),
    ];
    const all = words(value);
    return all.length > count
      ? all.slice(0, count).join(" ") + ellipsis
      : all.slice(0, count).join(" ");
  }),
  split: {
    takes: "text",
    args: ["text"],
    required: 1,
    gives: "texts",
    apply: (value, args) => splitText(String(value), other(args)),
  },
};

/** Splits a text without empty trailing parts, as in Liquid. */
function splitText(value: string, separator: string): string[] {
  const parts = value.split(separator);
  while (parts.length > 0 && parts.at(-1) === "") parts.pop();
  return parts;
}
