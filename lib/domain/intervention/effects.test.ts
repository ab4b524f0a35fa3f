import { expect, it } from "vitest";
import { effects, parsePart } from "../scenario";
import { setEffects, tellEffects } from ".";

it("tells a text to a type, or to selected agents in batches of ids", () => {
  expect(tellEffects("Voter", "all", "Hello.")).toEqual([{ tell: "Voter", text: "Hello." }]);
  const many = tellEffects(
    "Voter",
    Array.from({ length: 250 }, (_, index) => `Voter-${index + 1}`),
    "Hello.",
  );
  expect(many).toHaveLength(3);
  expect(parsePart(effects, many)).toMatchObject({ ok: true });
});

it("escapes template braces in a text", () => {
  expect(tellEffects("Voter", "all", "{{ self.vote }} {% if %} {x}")).toEqual([
    { tell: "Voter", text: '{{ "{{" }} self.vote }} {{ "{%" }} if %} {x}' },
  ]);
});

it("formats values of every type as expressions", () => {
  expect(setEffects({ table: "Voter", id: "Voter-3", attribute: "opinion", value: -1.5 })).toEqual([
    {
      forEach: 'Voter.filter(one, one.id == "Voter-3")',
      as: "chosen",
      do: [{ set: "chosen.opinion", to: "-1.5" }],
    },
  ]);
  const [employ] = setEffects({
    table: "Person",
    id: "Person-1",
    attribute: "employer",
    value: "Firm-2",
    refTo: "Firm",
  });
  expect(employ).toMatchObject({
    do: [{ set: "chosen.employer", to: 'first(Firm.filter(one, one.id == "Firm-2"))' }],
  });
  const quoted = setEffects({
    table: "Person",
    id: "Person-1",
    attribute: "motto",
    value: 'He said "no"\n',
  });
  expect(quoted).toMatchObject([{ do: [{ set: "chosen.motto", to: '"He said \\"no\\"\\n"' }] }]);
  expect(
    setEffects({ table: "Person", id: "Person-1", attribute: "tags", value: ["a", true] }),
  ).toMatchObject([{ do: [{ to: '["a", true]' }] }]);
});
