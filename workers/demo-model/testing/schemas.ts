import fc from "fast-check";

type Schema = Record<string, unknown>;
const name = fc.constantFrom(
  "opinion",
  "why",
  "choice",
  "whom",
  "amount",
  "trust",
  "text",
  "tags",
  "willShare",
  "age",
  "__proto__",
  "constructor",
  "q1",
);
const words = fc.constantFrom(
  "",
  "How much do you trust the government?",
  "Your post about the new bridge",
  "Amount to invest",
  "😀 très long « about »",
);
const described = (schema: fc.Arbitrary<Schema>) =>
  fc
    .tuple(schema, words)
    .map(([one, description]) => (description === "" ? one : { ...one, description }));

const integer = fc
  .tuple(fc.integer({ min: -1_000, max: 1_000 }), fc.nat(500))
  .map(([minimum, range]): Schema => ({ type: "integer", minimum, maximum: minimum + range }));
const number = fc
  .tuple(
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.double({ min: 0, max: 1e4, noNaN: true }),
  )
  .map(([minimum, range]): Schema => ({ type: "number", minimum, maximum: minimum + range }));
const exclusive = fc.integer({ min: -50, max: 50 }).map((exclusiveMinimum): Schema => ({
  type: "number",
  exclusiveMinimum,
  exclusiveMaximum: exclusiveMinimum + 1,
}));
const stepped = fc
  .constantFrom(0.01, 0.1, 0.25, 5)
  .chain((multipleOf) =>
    fc
      .integer({ min: -20, max: 20 })
      .map((low): Schema => ({ type: "number", multipleOf, minimum: low, maximum: low + 10 })),
  );
const open = fc.constantFrom<Schema>(
  { type: "number" },
  { type: "integer", minimum: 3 },
  { type: "number", maximum: -7.5 },
  { type: "integer", exclusiveMinimum: 0 },
);
const category = fc
  .uniqueArray(
    fc.constantFrom(
      "safe",
      "risky",
      "agree",
      "disagree",
      "stay",
      "leave",
      "p1",
      "p22",
      "a b",
      "émile",
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((values): Schema => ({ type: "string", enum: values }));
const text = fc
  .tuple(fc.nat(40), fc.nat(300))
  .map(([minLength, more]): Schema => ({ type: "string", minLength, maxLength: minLength + more }));
const short = fc.nat(12).map((maxLength): Schema => ({ type: "string", maxLength }));
const leaf = described(
  fc.oneof(
    fc.constant<Schema>({ type: "boolean" }),
    integer,
    number,
    exclusive,
    stepped,
    open,
    category,
    text,
    short,
    fc.constant<Schema>({ const: "post" }),
    fc.constant<Schema>({ type: "string" }),
  ),
);
const nullable = leaf.map((schema): Schema => ({ anyOf: [schema, { type: "null" }] }));
const nullableType = fc.constantFrom<Schema>(
  { type: ["string", "null"], maxLength: 30 },
  { type: ["number", "null"], minimum: 0, maximum: 1 },
  { enum: ["a", "b", null] },
);

/** Schemas of typed answers, nested a few levels, always satisfiable. */
export const schemas: fc.Arbitrary<Schema> = fc.letrec<{ any: Schema; object: Schema }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    leaf,
    nullable,
    nullableType,
    tie("object"),
    listOf(tie("any")),
    fc.array(tie("object"), { minLength: 1, maxLength: 3 }).map((anyOf): Schema => ({ anyOf })),
  ),
  object: fc
    .uniqueArray(fc.tuple(name, tie("any"), fc.boolean()), {
      minLength: 1,
      maxLength: 4,
      selector: ([key]) => key,
    })
    .map((entries): Schema => ({
      type: "object",
      properties: Object.fromEntries(entries.map(([key, schema]) => [key, schema])),
      required: entries.filter(([, , required]) => required).map(([key]) => key),
      additionalProperties: false,
    })),
})).any;

function listOf(items: fc.Arbitrary<Schema>): fc.Arbitrary<Schema> {
  return fc.tuple(items, fc.nat(3), fc.nat(3)).map(([item, minItems, more]): Schema => ({
    type: "array",
    items: item,
    minItems,
    maxItems: minItems + more,
  }));
}

export const prompts = fc.tuple(
  fc.constantFrom(
    "You are 30 years old and cautious.",
    "You are bold and lean left. You stand at 2.5 on a scale from -5 to 5.",
    "",
    "Trust: 7 out of 10. 😀😀😀",
  ),
  fc.constantFrom(
    "Write a post about the carbon tax.",
    "- safe: a sure thing\n- risky: a gamble\nWhich one?",
    "😀".repeat(60),
    "about 😀 about",
  ),
);
