/** One sample of Prometheus' text format 0.0.4: name, labels, value and an optional time. */
const LABEL = String.raw`[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\\\|\\"|\\n)*"`;
const SAMPLE = new RegExp(
  String.raw`^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{${LABEL}(?:,${LABEL})*,?\})? ` +
    "(NaN|[+-]?Inf|[+-]?[0-9.]+(?:e[+-]?[0-9]+)?)( -?[0-9]+)?$",
);
const HELP = /^# HELP [a-zA-Z_:][a-zA-Z0-9_:]* .*$/;
const TYPE = /^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)$/;

/**
 * The violations of the format in a text: malformed lines, names without a type, duplicate samples.
 */
export function problemsOf(text: string): string[] {
  const problems: string[] = [];
  const types = new Map<string, string>();
  const seen = new Set<string>();
  for (const line of text.split("\n")) {
    if (line === "" || HELP.test(line)) continue;
    const typed = TYPE.exec(line);
    if (typed?.[1] !== undefined) {
      if (types.has(typed[1])) problems.push(`typed twice: ${line}`);
      types.set(typed[1], typed[2] ?? "");
      continue;
    }
    const [, name, labels = ""] = SAMPLE.exec(line) ?? [];
    if (name === undefined) problems.push(`no sample: ${line}`);
    else if (
      !types.has(name) &&
      types.get(name.replace(/_(bucket|sum|count)$/, "")) !== "histogram" &&
      types.get(name.replace(/_(sum|count)$/, "")) !== "summary"
    )
      problems.push(`without a type: ${line}`);
    else if (seen.has(name + labels)) problems.push(`duplicate: ${line}`);
    seen.add((name ?? line) + labels);
  }
  if (!text.endsWith("\n")) problems.push("no line break at the end");
  return problems;
}

/** Returns the samples of a text by name and labels, as written. */
export const samplesOf = (text: string): Map<string, number> =>
  new Map(
    text.split("\n").flatMap((line) => {
      const [, name, labels = "", value] = SAMPLE.exec(line) ?? [];
      return name === undefined ? [] : [[name + labels, Number(value)] as const];
    }),
  );
