import { expect, test } from "vitest";
import { FUNCTIONS } from "@/lib/engine/expressions";

const HEAD = `# Functions of expressions

Written from the registry in \`lib/engine/expressions/functions\`;
\`npx vitest run --project unit scripts/function-docs -u\` updates it. Every number is a double, so
\`5 / 2\` is 2.5. A statistic of an empty list is null, never an invented number.
`;

const cell = (text: string): string =>
  text
    .replaceAll("|", "\\|")
    .split("\n")
    .map((line) => `\`${line}\``)
    .join("<br>");

function page(): string {
  const groups = [...new Set(FUNCTIONS.map(({ group }) => group))];
  const tables = groups.map((group) => {
    const rows = FUNCTIONS.filter((entry) => entry.group === group).map(
      ({ signature, doc, example }) =>
        `| ${cell(signature)} | ${doc.replaceAll("|", "\\|")} | ${cell(example)} |`,
    );
    return (
      `\n## ${group[0]?.toUpperCase()}${group.slice(1)}\n\n| form | gives | example ` +
      `|\n| --- | --- | --- |\n${rows.join("\n")}\n`
    );
  });
  return `${HEAD}${tables.join("")}`;
}

test("the guide lists every function as the registry documents it", async () => {
  await expect(page()).toMatchFileSnapshot("../docs/guide/functions.md");
});
