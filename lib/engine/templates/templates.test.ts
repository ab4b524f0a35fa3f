import { describe, expect, it } from "vitest";
import type { Names } from "../expressions/contract";
import { ANY, listOf, NUMBER, rowOf } from "../base/types";
import {
  mayRead,
  TEMPLATE_NAMES,
  scopeOf,
  TEMPLATE_SCHEMA,
  VARS,
  VIEWER,
  world,
} from "./fixtures/test-schema";
import { compileTemplate, formatTemplateNumber, PUBLIC_VIEWER, type Reader } from "./index";

function rendered(source: string, names: Names = TEMPLATE_NAMES, vars = VARS): string {
  const result = compileTemplate(source, TEMPLATE_SCHEMA, names, mayRead);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.compiled.render(scopeOf(vars), VIEWER);
}

function problems(source: string, names: Names = TEMPLATE_NAMES, reader?: Reader): string[] {
  const result = compileTemplate(source, TEMPLATE_SCHEMA, names, mayRead, reader);
  if (result.ok) return [];
  return result.problems.map(
    ({ message, from, length, suggestion }) =>
      `${source.slice(from, from + length)} | ` +
      `${message}${suggestion === undefined ? "" : ` → ${suggestion}`}`,
  );
}

describe("a template", () => {
  it.each([
    ["You are {{ self.age }} and lean {{ self.party | upcase }}.", "You are 45 and lean LEFT."],
    [
      "{{ self.opinion | round: 1 }} {{ self.opinion | number }} {{ 0.345 | percent }} {{ " +
        "1234567 | number }}",
      "1.3 1.25 35% 1,234,567",
    ],
    [
      "{% for p in view.timeline limit: 2 %}{{ forloop.index }}. {{ p.author.name }} ({{ " +
        "p.author.friend.name }}): {{ p.text }}\n{% endfor %}",
      "1. Ben (): No new taxes!\n2. Anna (Ben): Think of the climate\n",
    ],
    ["{% for p in view.nobody %}{{ p.text }}{% else %}nobody{% endfor %}", "nobody"],
    [
      "{{ self.friend.name }} {{ arg.whom.party }} [{{ arg.why }}] {{ arg.why | default: 'no " +
        "reason' }}",
      "Ben right [] no reason",
    ],
    [
      "{{ self.tags | list }}; {{ self.tags | list: 'or' }}; {{ Voter | map: 'name' | join: '/' }}",
      "calm, kind and old; calm, kind or old; Anna/Ben",
    ],
    [
      "{{ Post | where: 'author', self | map: 'text' | first }} {{ Post | sum: 'likes' }} {{ " +
        "arg.scores | sum }}",
      "Think of the climate 15 8",
    ],
    [
      "{% if self.age > 40 and self.party == 'left' %}A{% elsif round == 3 %}B{% else %}C{% " +
        "endif %}",
      "A",
    ],
    [
      "{% unless param.open %}closed{% else %}open{% endunless %}{% if arg.why %}!{% endif %}",
      "open",
    ],
    ["{% case self.party %}{% when 'left' %}L{% when 'right' %}R{% else %}?{% endcase %}", "L"],
    [
      "{% assign best = view.timeline | first %}{{ best.author.name }}{% capture line %}{{ " +
        "round }}/{{ param.limit }}{% endcapture %} {{ line }}",
      "Ben 3/2",
    ],
    [
      "{% for i in (1..4) %}{% if i == 2 %}{% continue %}{% endif %}{% if i == 4 %}{% break " +
        "%}{% endif %}{{ i }}{% endfor %}",
      "13",
    ],
    ["{% for i in (1..4) reversed offset: 1 limit: 2 %}{{ i }}{% endfor %}", "32"],
    [
      "a  {%- if true -%}  b  {%- endif -%}  c{% raw %}{{ x }}{% endraw %}{% comment %}no{% " +
        "endcomment %}{% # no %}",
      "abc{{ x }}",
    ],
    [
      "{{ self.tags.size }}{{ self.tags[1] }}{{ self.tags.first }}{{ self['name'] }}{% if " +
        "view.nobody == empty %}!{% endif %}",
      "3kindcalmAnna!",
    ],
    [
      "{% if self == view.timeline[1].author %}mine{% endif %}{% if self.tags contains 'kind' " +
        "%}, kind{% endif %}",
      "mine, kind",
    ],
    ["{{ world.price | plus: 0.1 }}", "10.6"],
    [
      "{{ param.topic | truncatewords: 3 }} {{ param.topic | truncatewords: 2 }}",
      "a carbon tax a carbon...",
    ],
    ["{{ 1.005 | round: 2 }} {{ -2.5 | round }}", "1.01 -3"],
    ["plain text, no braces: { } %", "plain text, no braces: { } %"],
    ["", ""],
  ])("%s", (source, text) => {
    expect(rendered(source)).toBe(text);
  });

  it("uses the latest value of a name that is assigned twice", () => {
    expect(
      rendered(
        "{% assign n = 0 %}{% for p in view.timeline %}{% assign n = n | plus: p.likes %}{% " +
          "endfor %}{{ n }}",
      ),
    ).toBe("15");
  });

  it("accepts refs as ids or as rows, alone and in lists", () => {
    const names = { ...TEMPLATE_NAMES, friends: listOf(rowOf("Voter")) };
    const row = world.rows("Voter")[1] ?? null;
    const source = "{{ arg.whom.name }}{% for f in friends %}{{ f.name }}{% endfor %}";
    expect(rendered(source, names, { ...VARS, friends: ["Voter-1", "Voter-2"] })).toBe(
      "BenAnnaBen",
    );
    expect(rendered(source, names, { ...VARS, arg: { whom: row }, friends: [row] })).toBe("BenBen");
  });
});

describe("what a template prints without a value", () => {
  const empty = { ...VARS, missing: null, nothing: [] };
  const names: Names = {
    ...TEMPLATE_NAMES,
    missing: { kind: "any" },
    nothing: listOf(NUMBER),
  };
  const missing = (source: string): string[] => {
    const result = compileTemplate(source, TEMPLATE_SCHEMA, names, mayRead);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    const nullValues = new Set<string>();
    const text = result.compiled.render({ ...scopeOf(empty), nullValues }, VIEWER);
    // Asking does not change the text.
    expect(result.compiled.render(scopeOf(empty), VIEWER)).toBe(text);
    return [...nullValues];
  };

  it.each<[string, string[]]>([
    ["{{ missing }} and {{ arg.why }}, again {{ missing }}", ["missing", "arg.why"]],
    ["{{ self.friend.friend.name }}", ["self.friend.friend.name"]],
    ["{{ missing |  round: 1 }}", ["missing | round: 1"]],
    ["{{ missing | upcase | strip }}", ["missing | upcase | strip"]],
    [
      '{{ nothing | first }}{{ missing | join: ", " }}',
      ["nothing | first", 'missing | join: ", "'],
    ],
    ["{% for i in (1..2) %}{{ arg.why }}{% endfor %}", ["arg.why"]],
    ["{% capture line %}{{ arg.why }}{% endcapture %}{{ line }}", ["arg.why"]],
    ["{{ arg.why | default: 'none' }}{{ arg.why | default: '' }}", []],
    ["{% if missing %}x{% endif %}{% if arg.why == null %}y{% endif %}", []],
    ["{% assign x = missing %}{{ nothing | join }}{{ '' }}{{ '' | upcase }}", []],
    ["{{ self.name }}{{ self.age | plus: 1 }}", []],
    ["{% if false %}{{ missing }}{% endif %}", []],
    ["{{ missing | append: '!' }}", []],
  ])("%s", (source, expressions) => {
    expect(missing(source)).toEqual(expressions);
  });
});

describe("the check of a template", () => {
  it.each([
    ["{{ slef.age }}", "slef | `slef` is not defined here. → self"],
    ["Hi {{ self.agee }}", "agee | Voter has no attribute `agee`. → age"],
    ["{{ self.friend.nam }}", "nam | Voter has no attribute `nam`. → name"],
    ["{{ view.timelin }}", "timelin | `view` has no value `timelin`. → timeline"],
    ["{{ self.age | rond: 1 }}", "rond | Unknown filter: `rond`. → round"],
    ["{{ self.name | round }}", "round | `round` takes a number, and gets a text."],
    ["{{ self.age | round: 'x' }}", "'x' | `round` wants a number here, and gets a text."],
    ["{{ self.age | plus }}", "plus | `plus` takes 1 value after its colon, and gets 0."],
    [
      "{{ self.friend }}",
      "self.friend | `self.friend` is a row of Voter: print one of its attributes, as in `{{ " +
        "self.friend.name }}`.",
    ],
    [
      "{{ view.timeline }}",
      "view.timeline | `view.timeline` is a list of rows of Post: go through it with `{% for … " +
        "%}`.",
    ],
    [
      "{{ self.tags }}",
      'self.tags | `self.tags` is a list of texts: add a filter, `| list` or `| join: ", "`.',
    ],
    [
      "{{ param }}",
      "param | `param` is a set of named values: print one of them (topic, limit, open).",
    ],
    [
      "{{ view.timeline.text }}",
      'text | `view.timeline` is a list of rows of Post: use `for`, or `| map: "text"`.',
    ],
    ["{{ Voter | map: 'nme' }}", "'nme' | Voter has no attribute `nme`. → name"],
    [
      "{% for p in self.name %}{% endfor %}",
      "self.name | `self.name` is a text: `for` goes through a list.",
    ],
    [
      "{% for self in view.timeline %}{% endfor %}",
      "{% for self in view.timeline %} | `self` already has a meaning here: choose another " +
        "name for the elements.",
    ],
    ["{% assign Post = 1 %}", "Post | `Post` already has a meaning here: choose another name."],
    [
      "{% if self.party == 'lft' %}{% endif %}",
      "'lft' | `self.party` is never `lft`: it can be left, right. → \"left\"",
    ],
    [
      "{% if self.party == 3 %}{% endif %}",
      "self.party == 3 | `self.party` is a text and `3` is a number: they are never equal.",
    ],
    [
      "{% case self.party %}{% when 'centre' %}{% endcase %}",
      "'centre' | This never happens: the value can be left, right.",
    ],
    [
      "{% if self.name > 3 %}{% endif %}",
      "self.name > 3 | `self.name` is a text and `3` is a number: only two numbers or two " +
        "texts have an order.",
    ],
    [
      "{% if view.timeline %}{% endif %}",
      "view.timeline | `view.timeline` is a list of rows of Post, which always counts as true. " +
        "→ view.timeline != empty",
    ],
    [
      "{% if self.age %}{% endif %}",
      "self.age | `self.age` is a number, which always counts as true. → self.age > 0",
    ],
    ["{{ empty }}", "empty | `empty` can only be compared with, as in `view.posts == empty`."],
    ["{% for p in view.timeline %}{% endfor %}{{ p.text }}", "p | `p` is not defined here."],
  ])("%s", (source, message) => {
    expect(problems(source)).toEqual([message]);
  });

  it.each([
    ["{{ self.age", /not closed/],
    ["{% if self.age > 3 %}x", /not closed/],
    ["{% endif %}", /without its `\{% if %\}`/],
    ["{% fro p in x %}{% endfor %}", /Unknown tag: `fro`.*→ for/],
    ["{% include 'x' %}", /Unknown tag: `include`/],
    ["{% render 'x' %}", /Unknown tag: `render`/],
    ["{% layout 'x' %}", /Unknown tag: `layout`/],
    ["{% block x %}{% endblock %}", /Unknown tag: `block`/],
    ["{% increment x %}", /Unknown tag: `increment`/],
    ["{{ self.age + 1 }}", /no calculations/],
    ["{% if self.age = 1 %}{% endif %}", /no calculations/],
    ["{{ self.age self.name }}", /Between two values/],
    ["{{ self.age == }}", /one side/],
    ["{{ }}", /missing here/],
    ["{% for p in view.timeline | reverse %}{% endfor %}", /may stand only/],
    ["{% for p in view.timeline limt: 3 %}{% endfor %}", /may stand only/],
    ["{{ 'now' | date: '%Y' }}", /Unknown filter: `date`/],
    ["{{ self.tags | sample }}", /Unknown filter: `sample`/],
    ["{{ self.name | default: 'x', allow_false: true }}", /values without names/],
    ["{{ self.constructor }}", /no attribute `constructor`/],
    ["{{ constructor }}", /`constructor` is not defined here/],
    ["{{ self.name | constructor }}", /Unknown filter: `constructor`/],
  ])("rejects %s", (source, message) => {
    const messages = problems(source);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(message);
  });

  it("reports every mistake of a template once", () => {
    expect(
      problems(
        "{{ slef.age }} {{ self.agee | round: 1 }} {% if self.nme == 'x' %}{{ view.x }}{% endif %}",
      ),
    ).toHaveLength(4);
  });
});

describe("visibility", () => {
  it("shows an agent all its own attributes, and only public attributes of others", () => {
    expect(problems("{{ self.opinion }} {{ self.friend.party }}")).toEqual([]);
    expect(problems("{{ self.friend.opinion }}")).toEqual([
      "opinion | `opinion` of Voter is not visible to any other than itself.",
    ]);
    expect(problems("{{ self.secret }}")).toEqual([
      "secret | `secret` of Voter is not visible to those who read this.",
    ]);
    expect(
      problems("{{ Voter | map: 'opinion' | join: ' ' }}{{ Voter | where: 'secret', 'x' | size }}"),
    ).toHaveLength(2);
    expect(problems("{% for v in Voter %}{{ v.opinion }}{% endfor %}")).toHaveLength(1);
  });

  it("shows the public only public attributes, and the environment everything", () => {
    const names = { row: rowOf("Voter") };
    expect(problems("{{ row.name }}", names)).toEqual([]);
    expect(problems("{{ row.opinion }}", names)).toHaveLength(1);
    expect(problems("{{ row.opinion }}{{ row.secret }}", names, "environment")).toEqual([]);
  });

  it("shows the recipient of a message its own attributes", () => {
    expect(problems("{{ arg.whom.opinion }}", TEMPLATE_NAMES, { own: "arg.whom" })).toEqual([]);
    expect(
      problems(
        "{{ voter.opinion }}{{ voter.name }}",
        { ...TEMPLATE_NAMES, voter: rowOf("Voter") },
        { own: "voter" },
      ),
    ).toEqual([]);
    expect(problems("{{ self.opinion }}", TEMPLATE_NAMES, { own: "arg.whom" })).toEqual([
      "opinion | `opinion` of Voter is not visible to those who read this.",
    ]);
    expect(
      problems("{{ arg.whom.friend.opinion }}", TEMPLATE_NAMES, { own: "arg.whom" }),
    ).toHaveLength(1);
  });

  it("is enforced at run time for every viewer", () => {
    const result = compileTemplate("{{ self.opinion }}", TEMPLATE_SCHEMA, TEMPLATE_NAMES, mayRead);
    if (!result.ok) throw new Error("does not compile");
    expect(result.compiled.render(scopeOf(), VIEWER)).toBe("1.25");
    expect(result.compiled.render(scopeOf(), undefined)).toBe("1.25");
    expect(() => result.compiled.render(scopeOf(), { table: "Voter", id: "Voter-2" })).toThrow(
      /may not read `opinion` of Voter-1/,
    );
    expect(() => result.compiled.render(scopeOf(), PUBLIC_VIEWER)).toThrow(/may not read/);
  });

  it("hides attributes behind values of unknown type", () => {
    const names = { ...TEMPLATE_NAMES, thing: ANY };
    expect(
      rendered(
        "[{{ thing.opinion }}{% for t in thing %}{{ t.secret }}{% endfor %}{{ thing | map: " +
          "'secret' | join }}]",
        names,
        { ...VARS, thing: world.rows("Voter") },
      ),
    ).toBe("[]");
  });
});

describe("bounds", () => {
  const loops =
    "{% for a in many %}{% for b in many %}{% for c in many %}x{% endfor %}{% endfor %}{% " +
    "endfor %}";
  const names = { ...TEMPLATE_NAMES, many: listOf(NUMBER) };

  it("counts steps, not time", () => {
    const result = compileTemplate(loops, TEMPLATE_SCHEMA, names, mayRead);
    if (!result.ok) throw new Error("does not compile");
    const vars = { ...VARS, many: Array.from({ length: 100 }, () => 1) };
    expect(() => result.compiled.render(scopeOf(vars, 10_000), VIEWER)).toThrow(/too many steps/);
  });

  it("stops a text that exceeds the longest prompt", () => {
    const result = compileTemplate(loops, TEMPLATE_SCHEMA, names, mayRead);
    if (!result.ok) throw new Error("does not compile");
    const vars = { ...VARS, many: Array.from({ length: 100 }, () => 1) };
    expect(() => result.compiled.render(scopeOf(vars, 1e9), VIEWER)).toThrow(/characters/);
  });
});

describe("formatNumber", () => {
  it.each<[number, number | undefined, string]>([
    [0, undefined, "0"],
    [-0.0000001, 2, "0.00"],
    [1.005, undefined, "1"],
    [12.345, undefined, "12.3"],
    [999.96, undefined, "1,000"],
    [0.012345, undefined, "0.0123"],
    [0.00001234, undefined, "0.0000123"],
    [-1234567.8, undefined, "-1,234,568"],
    [2, 2, "2.00"],
    [100, undefined, "100"],
  ])("%d with %s decimals is %s", (value, decimals, text) => {
    expect(formatTemplateNumber(value, decimals)).toBe(text);
  });
});
