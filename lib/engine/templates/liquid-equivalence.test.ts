import fc from "fast-check";
import { Liquid } from "liquidjs";
import { describe, expect, it } from "vitest";
import {
  mayRead,
  TEMPLATE_NAMES,
  scopeOf,
  TEMPLATE_SCHEMA,
  VARS,
  VIEWER,
  world,
} from "./fixtures/test-schema";
import { compileTemplate } from "./index";

const liquid = new Liquid({ ownPropertyOnly: true, strictVariables: true, strictFilters: true });

/** The scope for liquidjs, with refs resolved one step, as deep as the generated templates go. */
const voters = new Map(world.rows("Voter").map((row) => [row.id, row]));
const follow = (id: unknown) => (typeof id === "string" ? (voters.get(id) ?? null) : null);
const posts = world.rows("Post").map((row) => ({ ...row, author: follow(row["author"]) }));
const plain = {
  ...VARS,
  self: { ...(voters.get("Voter-1") ?? {}), friend: follow("Voter-2") },
  arg: { whom: follow("Voter-2"), why: null, scores: [3, 1.5, 2, 1.5] },
  view: { timeline: posts, nobody: [] },
  Voter: world.rows("Voter"),
  Post: posts,
};

const number = fc.constantFrom(
  "self.age",
  "self.opinion",
  "round",
  "world.price",
  "3",
  "-2.5",
  "arg.scores[1]",
  "self.tags.size",
);
const text = fc.constantFrom(
  "self.name",
  "self.friend.name",
  "arg.whom.name",
  "'Hello there, you'",
  "param.topic",
  "self.tags[0]",
  "self.tags.last",
);
const list = fc.constantFrom("self.tags", "arg.scores");
const rows = fc.constantFrom("view.timeline", "Post", "view.nobody");
const numberFilter = fc.constantFrom(
  "abs",
  "ceil",
  "floor",
  "round",
  "round: 1",
  "plus: 2",
  "minus: 0.5",
  "times: 3",
  "divided_by: 4",
  "modulo: 7",
  "at_least: 2",
  "at_most: 40",
);
// truncatewords is left out: liquidjs adds the ellipsis also to texts with exactly that many words.
const textFilter = fc.constantFrom(
  "upcase",
  "downcase",
  "capitalize",
  "strip",
  "append: '!'",
  "append: round",
  "prepend: '> '",
  "replace: 'a', 'o'",
  "remove: 'e'",
  "truncate: 6",
  "truncate: 8, '…'",
  "slice: 1",
  "slice: 1, 3",
  "slice: -3, 2",
  "split: ' ' | join: '-'",
  "default: 'x'",
  "size",
);
const listFilter = fc.constantFrom(
  "join: ', '",
  "join",
  "first",
  "last",
  "size",
  "reverse | join: ' '",
  "sort | join: ' '",
  "uniq | join: ' '",
  "compact | join",
  "slice: 1, 2 | join",
  "concat: arg.scores | join: ' '",
);

const output = fc
  .oneof(
    fc
      .tuple(number, fc.array(numberFilter, { maxLength: 3 }))
      .map(([value, filters]) => [value, ...filters].join(" | ")),
    fc.tuple(text, textFilter).map(([value, filter]) => `${value} | ${filter}`),
    fc
      .tuple(list, listFilter)
      .filter(([value, filter]) => !(value === "self.tags" && filter.startsWith("concat")))
      .map(([value, filter]) => `${value} | ${filter}`),
    rows.map((value) => `${value} | map: 'text' | join: '; '`),
    rows.map((value) => `${value} | sum: 'likes'`),
    rows.map((value) => `${value} | where: 'likes', 12 | size`),
  )
  .map((value) => `{{ ${value} }}`);

const test = fc.oneof(
  fc
    .tuple(number, fc.constantFrom("==", "!=", "<", "<=", ">", ">="), number)
    .map((parts) => parts.join(" ")),
  fc.tuple(text, fc.constantFrom("==", "!=", "contains"), text).map((parts) => parts.join(" ")),
  fc.constantFrom(
    "param.open",
    "arg.why",
    "arg.why == nil",
    "self.tags contains 'kind'",
    "view.nobody == empty",
    "self.name != blank",
    "not param.open",
  ),
);
const condition = fc.array(test, { minLength: 1, maxLength: 3 }).chain((tests) =>
  fc
    .array(fc.constantFrom("and", "or"), {
      minLength: tests.length - 1,
      maxLength: tests.length - 1,
    })
    .map((words) =>
      tests
        .map((part, index) => (index === 0 ? part : `${words[index - 1] ?? "and"} ${part}`))
        .join(" "),
    ),
);
const literal = fc.constantFrom("a", " ", "\n", "x\n  y", "{ }", "");
const dash = fc.constantFrom("", "", "-");

const { body } = fc.letrec<{ body: string; node: string }>((tie) => ({
  body: fc.array(tie("node"), { maxLength: 3 }).map((nodes) => nodes.join("")),
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    literal,
    output,
    fc
      .tuple(condition, tie("body"), tie("body"), dash, dash)
      .map(
        ([when, yes, no, left, right]) =>
          `{%${left} if ${when} ${right}%}${yes}{%${right} else %}${no}{% endif ${left}%}`,
      ),
    fc
      .tuple(condition, tie("body"))
      .map(([when, yes]) => `{% unless ${when} %}${yes}{% endunless %}`),
    fc
      .tuple(number, tie("body"), tie("body"))
      .map(
        ([of, yes, no]) =>
          `{% case ${of} %}{% when 3, -2.5 %}${yes}{% when 45 or 3 %}b{% else %}${no}{% endcase %}`,
      ),
    fc
      .tuple(
        rows,
        fc.constantFrom(
          "",
          " limit: 2",
          " offset: 1",
          " reversed",
          " limit: 1 offset: 1",
          " reversed limit: 2",
        ),
        tie("body"),
        fc.constantFrom("", "{% break %}", "{% continue %}"),
      )
      .map(
        ([from, how, inner, jump]) =>
          `{% for p in ${from}${how} %}{{ forloop.index }}{{ forloop.last }}{{ p.text }}{{ ` +
          `p.author.name }}${inner}${jump}-{% else %}none{% endfor %}`,
      ),
    fc
      .tuple(output, tie("body"))
      .map(
        ([value, inner]) =>
          `{% assign a1 = ${value.slice(3, -3)} | default: 1 | append: '' %}{{ a1 }}{% capture ` +
          `c1 %}${inner}{% endcapture %}[{{ c1 }}]`,
      ),
  ),
}));

describe("rendering", () => {
  it("equals that of liquidjs", () => {
    let rendered = 0;
    fc.assert(
      fc.property(body, (source) => {
        const result = compileTemplate(source, TEMPLATE_SCHEMA, TEMPLATE_NAMES, mayRead);
        // Templates that the check rejects (a text compared with an option it cannot have) have no
        // meaning to compare.
        if (!result.ok) return;
        rendered += 1;
        expect(result.compiled.render(scopeOf(), VIEWER)).toBe(
          String(liquid.parseAndRenderSync(source, plain)),
        );
      }),
      { numRuns: 200 },
    );
    expect(rendered).toBeGreaterThan(150);
  });
});
