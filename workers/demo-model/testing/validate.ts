/**
 * A separate JSON Schema validator for tests only: it shares no code with the answers, so that a
 * misreading of a keyword cannot cancel out. Returns the first problem, or null.
 */
export function problemWith(
  value: unknown,
  schema: unknown,
  root: unknown = schema,
  at = "",
): string | null {
  const s = schema as Record<string, unknown>;
  if (typeof s.$ref === "string") {
    const target = s.$ref
      .slice(2)
      .split("/")
      .reduce<unknown>(
        (node, key) => (key === "" ? node : (node as Record<string, unknown>)[key]),
        root,
      );
    return problemWith(value, target, root, at);
  }
  const branches = (s.anyOf ?? s.oneOf) as unknown[] | undefined;
  if (branches && branches.every((branch) => problemWith(value, branch, root, at) !== null))
    return `${at}: no branch fits`;
  for (const part of (s.allOf ?? []) as unknown[]) {
    const problem = problemWith(value, part, root, at);
    if (problem) return problem;
  }
  if (Array.isArray(s.enum) && !s.enum.some((one) => JSON.stringify(one) === JSON.stringify(value)))
    return `${at}: ${JSON.stringify(value)} not in enum`;
  if ("const" in s && JSON.stringify(s.const) !== JSON.stringify(value))
    return `${at}: not the constant`;
  const types = s.type === undefined ? [] : Array.isArray(s.type) ? s.type : [s.type];
  if (types.length > 0 && !types.some((type) => isType(value, type)))
    return `${at}: ${JSON.stringify(value)} is no ${types.join("|")}`;
  if (typeof value === "number") return numberProblem(value, s, at);
  if (typeof value === "string") {
    const length = [...value].length;
    if (typeof s.minLength === "number" && length < s.minLength)
      return `${at}: ${length} characters, fewer than ${s.minLength}`;
    if (typeof s.maxLength === "number" && length > s.maxLength)
      return `${at}: ${length} characters, more than ${s.maxLength}`;
  }
  if (Array.isArray(value)) return listProblem(value, s, root, at);
  if (typeof value === "object" && value !== null)
    return objectProblem(value as Record<string, unknown>, s, root, at);
  return null;
}

function isType(value: unknown, type: unknown): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "integer":
      return Number.isInteger(value);
    case "array":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}

function numberProblem(value: number, s: Record<string, unknown>, at: string): string | null {
  if (!Number.isFinite(value)) return `${at}: not finite`;
  if (typeof s.minimum === "number" && value < s.minimum)
    return `${at}: ${value} below ${s.minimum}`;
  if (typeof s.maximum === "number" && value > s.maximum)
    return `${at}: ${value} above ${s.maximum}`;
  if (typeof s.exclusiveMinimum === "number" && value <= s.exclusiveMinimum)
    return `${at}: ${value} not above ${s.exclusiveMinimum}`;
  if (typeof s.exclusiveMaximum === "number" && value >= s.exclusiveMaximum)
    return `${at}: ${value} not below ${s.exclusiveMaximum}`;
  if (typeof s.multipleOf === "number") {
    const times = value / s.multipleOf;
    if (Math.abs(times - Math.round(times)) > 1e-6)
      return `${at}: ${value} is no multiple of ${s.multipleOf}`;
  }
  return null;
}

function listProblem(
  value: unknown[],
  s: Record<string, unknown>,
  root: unknown,
  at: string,
): string | null {
  if (typeof s.minItems === "number" && value.length < s.minItems)
    return `${at}: ${value.length} items, fewer than ${s.minItems}`;
  if (typeof s.maxItems === "number" && value.length > s.maxItems)
    return `${at}: ${value.length} items, more than ${s.maxItems}`;
  if (
    s.uniqueItems === true &&
    new Set(value.map((item) => JSON.stringify(item))).size < value.length
  )
    return `${at}: repeated items`;
  for (const [index, item] of value.entries()) {
    const problem =
      s.items === undefined ? null : problemWith(item, s.items, root, `${at}/${index}`);
    if (problem) return problem;
  }
  return null;
}

function objectProblem(
  value: Record<string, unknown>,
  s: Record<string, unknown>,
  root: unknown,
  at: string,
): string | null {
  const properties = (s.properties ?? {}) as Record<string, unknown>;
  for (const name of (s.required ?? []) as string[])
    if (!Object.hasOwn(value, name)) return `${at}: ${name} is missing`;
  for (const [name, item] of Object.entries(value)) {
    if (!Object.hasOwn(properties, name)) {
      if (s.additionalProperties === false) return `${at}: ${name} is not allowed`;
      continue;
    }
    const problem = problemWith(item, properties[name], root, `${at}/${name}`);
    if (problem) return problem;
  }
  return null;
}
