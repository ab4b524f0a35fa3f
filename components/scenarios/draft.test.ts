import { describe, expect, it } from "vitest";
import type { Endpoint } from "@/lib/contracts/endpoints";
import type { ModelGroupUse, Parameter } from "@/lib/domain/scenario";
import {
  draftModelChoice,
  draftProblems,
  EMPTY_DRAFT,
  isChanged,
  isUntouched,
  studyDraft,
  toStartStudy,
  withValue,
} from "./draft";

const voters: Parameter = { type: "integer", default: 100, min: 10, max: 1_000 };
const topic: Parameter = { type: "text", default: "a tax", maxLength: 10 };
const named = (group: string): ModelGroupUse => ({ group, agents: [], tasks: [] });
const scenario = { parameters: { voters, topic }, groups: [named("default")] };
const endpoint = (id: string, isBuiltIn = false): Endpoint => ({
  id,
  name: id,
  baseUrl: "http://x/v1",
  model: id,
  group: "default",
  preset: "custom",
  enabled: true,
  priceIn: null,
  priceOut: null,
  hasKey: false,
  isDemo: isBuiltIn,
  isBuiltIn,
  concurrency: 1,
  timeoutMs: 1_000,
  capabilities: null,
  probedAt: null,
});
const endpoints = [endpoint("lab"), endpoint("demo", true)];
const problemsOf = (draft: typeof EMPTY_DRAFT, known = endpoints) =>
  draftProblems(draft, scenario, known).map(({ pointer }) => pointer);

describe("a draft", () => {
  it("keeps only what differs from the scenario's defaults", () => {
    const changed = withValue(EMPTY_DRAFT, "voters", voters, 50);
    expect(isChanged(changed, "voters", voters)).toBe(true);
    expect(isChanged(changed, "topic", topic)).toBe(false);
    expect(isUntouched(withValue(changed, "voters", voters, 100))).toBe(true);
  });

  it("reports the problems of each field", () => {
    expect(problemsOf(EMPTY_DRAFT)).toEqual([]);
    expect(problemsOf(withValue(EMPTY_DRAFT, "voters", voters, null))).toEqual([
      "/parameters/voters",
    ]);
    expect(problemsOf(withValue(EMPTY_DRAFT, "topic", topic, "much too long"))).toEqual([
      "/parameters/topic",
    ]);
    expect(problemsOf({ ...EMPTY_DRAFT, rounds: 0, replicates: null, seed: 2 ** 31 })).toEqual([
      "/rounds",
      "/replicates",
      "/seed",
    ]);
    expect(problemsOf({ ...EMPTY_DRAFT, models: { default: { endpointId: "gone" } } })).toEqual([
      "/models/default",
    ]);
    expect(problemsOf(EMPTY_DRAFT, [])).toEqual(["/models/default"]);
    expect(problemsOf(EMPTY_DRAFT, [endpoint("a"), endpoint("b")])).toEqual(["/models/default"]);
  });

  it("becomes a request without empty fields and unknown parameters", () => {
    const draft = { ...withValue(EMPTY_DRAFT, "voters", voters, 50), name: "  Pilot " };
    expect(
      toStartStudy({
        draft: { ...draft, values: { ...draft.values, old: 1 } },
        scenario,
        source: { template: "opinions" },
        endpoints,
      }),
    ).toEqual({
      template: "opinions",
      name: "Pilot",
      parameters: { voters: 50 },
      replicates: 1,
      models: { default: { endpointId: "demo" } },
    });
  });

  it("uses the group of that name, else the built-in endpoint, until another is chosen", () => {
    const small = [
      { ...endpoint("a"), group: "small", model: "m" },
      { ...endpoint("b"), group: "small", model: "m" },
    ];
    const all = [...endpoints, ...small];
    expect(draftModelChoice(EMPTY_DRAFT, "default", all)).toEqual({ endpointId: "demo" });
    expect(draftModelChoice(EMPTY_DRAFT, "small", all)).toEqual({ group: "small" });
    expect(draftModelChoice(EMPTY_DRAFT, "judge", all)).toEqual({ endpointId: "demo" });
    expect(
      draftModelChoice({ ...EMPTY_DRAFT, models: { judge: { endpointId: "lab" } } }, "judge", all),
    ).toEqual({ endpointId: "lab" });
    expect(draftModelChoice(EMPTY_DRAFT, "default", [endpoint("lab")])).toEqual({
      endpointId: "lab",
    });
  });

  it("is still readable in its format before model groups", () => {
    const before = Object.fromEntries(
      Object.entries(EMPTY_DRAFT).filter(([key]) => key !== "models"),
    );
    expect(studyDraft.parse({ ...before, endpointId: "lab" })).toEqual(EMPTY_DRAFT);
  });
});
