import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ScenarioDocument } from "@/lib/domain/scenario";
import { compileScenario } from "../run/compile-scenario";
import { plausibleAnswer } from "../run/fixtures/answers";
import { minimal } from "../run/fixtures/opinion";
import { openSimulation } from "../run/simulation";
import { simulate } from "../run/simulate";

const GUIDE = new URL("../../../docs/guide/conversations.md", import.meta.url);

describe("the example of the guide to conversations", () => {
  it("runs", async () => {
    const [, example = ""] = /```json\n([\s\S]*?)```/.exec(readFileSync(GUIDE, "utf8")) ?? [];
    const parts = JSON.parse(`{${example}}`) as Partial<ScenarioDocument>;
    const scenario = minimal({
      ...parts,
      tables: {
        Town: {
          attributes: { name: { type: "text" } },
          rows: [{ name: "North" }, { name: "South" }],
        },
      },
      agents: {
        Citizen: {
          count: 8,
          profile: "You are {{ self.name }}.",
          attributes: {
            name: { type: "text", init: "'C' + self.id", visible: "public" },
            town: { type: "ref", to: "Town", init: "Town[chance(0.5) ? 0 : 1]" },
            opinion: { type: "number", init: 0, dynamic: true },
          },
        },
      },
    });
    const run = await simulate(
      openSimulation(compileScenario(scenario), { parameters: {}, seed: 1 }),
      plausibleAnswer,
    );
    expect(new Set(run.decisions.map(({ kind }) => kind))).toEqual(new Set(["turn", "closing"]));
    expect(run.decisions.every(({ status }) => status === "valid")).toBe(true);
    expect(run.commits.at(-1)?.memories.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^You discussed the toll in (North|South): \d+ contributions\.$/),
    );
  });
});
