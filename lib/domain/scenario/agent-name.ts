/** The attribute that names an agent, or a row of a table, to people. */
const NAME = "name";

/** Whether an attribute is the name of its rows. */
export const isNameAttribute = (attribute: string, type: string): boolean =>
  attribute === NAME && type === "text";

type Attributes = Readonly<Record<string, { readonly type: string }>>;

/** Whether the rows of a type or table with these attributes have names. */
export const hasNames = (attributes: Attributes): boolean =>
  Object.hasOwn(attributes, NAME) && isNameAttribute(NAME, attributes[NAME]?.type ?? "");

/** The value of that attribute as a name; undefined where it is empty. */
export function toName(value: unknown): string | undefined {
  const name = typeof value === "string" ? value.replace(/\s+/g, " ").trim() : "";
  return name === "" ? undefined : name;
}

/** An agent in running text: `Anna (Voter-3)`, or the id alone. */
export const formatAgentName = (id: string, name: string | undefined): string =>
  name === undefined ? id : `${name} (${id})`;
