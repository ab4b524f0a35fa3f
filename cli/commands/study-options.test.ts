import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { CommandError } from "../exit-codes";
import { loadTemplate } from "./templates";
import { parseStudyRequest } from "./study-options";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "microcosm-options-"));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** The request for a scenario, as a file, and what was written to standard error. */
function request(document: object) {
  const path = join(folder, "mine.json");
  writeFileSync(path, JSON.stringify(document));
  const lines: unknown[] = [];
  vi.spyOn(console, "error").mockImplementation((line: unknown) => lines.push(line));
  return { read: () => parseStudyRequest(path, { record: "fresh" }), lines };
}

const survey = () => loadTemplate("survey-experiment") as Record<string, object>;

it("writes the warnings about a scenario to standard error before it runs", () => {
  const quiet = request(survey());
  quiet.read();
  expect(quiet.lines).toEqual([]);
  const unused = { ...survey(), actions: { ...survey()["actions"], rest: { prompt: "Rest." } } };
  const { read, lines } = request(unused);
  expect(read().document).toEqual(unused);
  expect(lines).toEqual([expect.stringMatching(/^warning: \/actions\/rest: /)]);
});

it("says what to do with a scenario that earlier versions accepted", () => {
  const document = {
    schema: "microcosm/scenario/1",
    name: "office",
    title: "Office",
    summary: "Colleagues look at each other's calls.",
    instructions: "",
    agents: {
      Colleague: {
        count: 3,
        profile: "You are {{ self.id }}.",
        attributes: { minutes: { type: "integer", init: 5, visible: "self" } },
      },
    },
    actions: {
      guess: {
        prompt: "Who?",
        inputs: { who: { type: "category", options: "Colleague.map(c, text(c.minutes))" } },
      },
    },
    rounds: 1,
    phases: [{ id: "look", decide: "Colleague", do: ["guess"] }],
  };
  const { read, lines } = request(document);
  expect(read).toThrow(CommandError);
  try {
    read();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    expect(error.lines[0]).toMatch(/^\/actions\/guess\/inputs\/who\/options: .*reveal\(…\)/);
    expect(error.lines.at(-1)).toContain("can be repeated and forked");
  }
  expect(lines).toEqual([]);
});
