/** Parts of expressions and Liquid templates shared by templates of the gallery. */

/** First names of several origins, for agents that others know by name. */
export const FIRST_NAMES: readonly string[] = [
  "Anna",
  "Ben",
  "Carla",
  "David",
  "Elena",
  "Felix",
  "Greta",
  "Hannah",
  "Ivan",
  "Julia",
  "Karim",
  "Lena",
  "Marco",
  "Nadia",
  "Oskar",
  "Paula",
  "Quentin",
  "Rosa",
  "Samir",
  "Tessa",
  "Umar",
  "Vera",
  "Walter",
  "Xenia",
  "Yusuf",
  "Zoe",
  "Martin",
  "Irene",
  "Stefan",
  "Clara",
];

/** A list of texts as an expression. */
export const textList = (words: readonly string[]): string =>
  `[${words.map((word) => `'${word}'`).join(", ")}]`;

/** A first name with an initial, as an expression: few duplicates among some dozens of people. */
export const NAME_WITH_INITIAL = `choice(${textList(FIRST_NAMES)}) + ' ' + choice(${textList([..."ABDEFGHKLMNPRSTVW"].map((letter) => `${letter}.`))})`;

/** A Liquid choice between singular and plural, by the number `count`. */
export const plural = (count: string, one: string, many: string): string =>
  `{% if ${count} == 1 %}${one}{% else %}${many}{% endif %}`;

/** A number with its noun: "1 token", "12 tokens", "6.4 tokens". */
export const counted = (count: string, one: string, many: string, digits = 0): string =>
  `{{ ${count} | round: ${digits} }} ${plural(count, one, many)}`;
