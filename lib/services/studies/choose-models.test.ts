import { describe, expect, it } from "vitest";
import type { ModelGroupUse } from "@/lib/domain/scenario";
import { storedEndpoint as endpoint } from "../endpoints/fixtures/stored-endpoint";
import type { StoredEndpoint } from "../endpoints/ports";
import { chooseModels, type RequestedModels } from "./choose-models";

const CHAT = {
  chat: true,
  jsonSchema: true,
  numberBounds: true,
  seed: true,
  usage: true,
  streaming: true,
  embeddings: null,
  maxContext: null,
  lora: null,
} as StoredEndpoint["capabilities"];

const demo = endpoint("demo", "default", "microcosm-demo", { isDemo: true, isBuiltIn: true });
const lab = [
  demo,
  endpoint("s1", "small", "qwen-7b"),
  endpoint("s2", "small", "qwen-7b", { capabilities: CHAT }),
  endpoint("l1", "large", "llama-70b"),
  endpoint("m1", "mixed", "qwen-7b"),
  endpoint("m2", "mixed", "llama-70b"),
  endpoint("off", "dark", "qwen-7b", { enabled: false }),
  endpoint("e1", "embeddings", "bge", { capabilities: CHAT && { ...CHAT, chat: false } }),
];
const named = (...groups: string[]): ModelGroupUse[] =>
  groups.map((group) => ({ group, agents: [], tasks: [] }));

const chosen = (groups: string[], wanted: RequestedModels = {}, availableEndpoints = lab) => {
  const result = chooseModels(named(...groups), availableEndpoints, wanted);
  if ("problems" in result)
    throw new Error(
      result.problems.map(({ pointer, message }) => `${pointer}: ${message}`).join("\n"),
    );
  return { ...result, endpoint: result.endpoint.id };
};
const refused = (groups: string[], wanted: RequestedModels, availableEndpoints = lab): string[] => {
  const result = chooseModels(named(...groups), availableEndpoints, wanted);
  return "problems" in result
    ? result.problems.map(({ pointer, message }) => `${pointer}: ${message}`)
    : [];
};

describe("the model of a group", () => {
  it("is the built-in demo model by default", () => {
    expect(chosen(["default"])).toEqual({
      models: { default: { group: "default", model: "microcosm-demo" } },
      endpoint: "demo",
      model: "microcosm-demo",
      isDemo: true,
    });
    // The group of the demo model contains another model too, so the endpoint itself is chosen.
    expect(chosen(["default"], {}, [...lab, endpoint("new", "default", "qwen-7b")]).models).toEqual(
      { default: { endpointId: "demo", model: "microcosm-demo" } },
    );
  });

  it("is the installation's group of the same name", () => {
    expect(chosen(["small", "large"])).toEqual({
      models: {
        small: { group: "small", model: "qwen-7b" },
        large: { group: "large", model: "llama-70b" },
      },
      endpoint: "s1",
      model: "qwen-7b, llama-70b",
      isDemo: false,
    });
  });

  it("is the endpoint chosen for all groups, unless another is chosen for it", () => {
    expect(
      chosen(["default", "judge"], { endpointId: "l1", models: { judge: { group: "small" } } }),
    ).toEqual({
      models: {
        default: { endpointId: "l1", model: "llama-70b" },
        judge: { group: "small", model: "qwen-7b" },
      },
      endpoint: "l1",
      model: "llama-70b, qwen-7b",
      isDemo: false,
    });
    expect(chosen(["small", "large"], { endpointId: "s2" })).toMatchObject({
      model: "qwen-7b",
      endpoint: "s2",
    });
  });

  it("marks the run as a demo if any model is a demo model", () => {
    expect(chosen(["small", "judge"], { models: { judge: { endpointId: "demo" } } })).toMatchObject(
      { isDemo: true, model: "qwen-7b, microcosm-demo" },
    );
  });

  it("is the demo model beside language models only if chosen explicitly", () => {
    expect(refused(["small", "judge"], {})).toEqual([
      "/models/judge: Choose a model for “judge”: other groups use language models, " +
        "so the demo model is not used by default.",
    ]);
    expect(chosen(["red", "blue"])).toMatchObject({
      isDemo: true,
      models: { red: { endpointId: "demo" }, blue: { endpointId: "demo" } },
    });
  });

  it("must exist, be enabled, support chat, and be a single model", () => {
    const cases: [RequestedModels, RegExp][] = [
      [
        { models: { default: { group: "mixed" } } },
        /^\/models\/default: The group “mixed” serves several models: qwen-7b, llama-70b\. Put/,
      ],
      [
        { models: { default: { group: "dark" } } },
        /^\/models\/default: All endpoints of the group “dark” are disabled/,
      ],
      [
        { models: { default: { group: "embeddings" } } },
        /^\/models\/default: The group “embeddings” only serves embeddings/,
      ],
      [
        { models: { default: { group: "nowhere" } } },
        /^\/models\/default: No endpoint is in the group “nowhere”/,
      ],
      [
        { models: { default: { endpointId: "gone" } } },
        /^\/models\/default: The chosen endpoint no longer exists/,
      ],
      [
        { models: { default: { endpointId: "off" } } },
        /^\/models\/default: “Name of off” is disabled/,
      ],
      [
        { models: { default: { endpointId: "e1" } } },
        /^\/models\/default: “Name of e1” only serves embeddings/,
      ],
      [{ endpointId: "gone" }, /^\/endpointId: The chosen endpoint no longer exists/],
      [
        { models: { defualt: { group: "small" } } },
        /^\/models\/defualt: The scenario has no model group “defualt”\. Its groups: “default”\./,
      ],
    ];
    for (const [wanted, message] of cases) {
      const problems = refused(["default"], wanted);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(message);
    }
    expect(refused(["default"], {}, [])).toEqual([
      "/models/default: Choose a model for “default”: the installation has no endpoint for it.",
    ]);
  });

  it("includes only enabled endpoints of a group", () => {
    const halfOff = lab.map((one) => (one.id === "m2" ? { ...one, enabled: false } : one));
    expect(chosen(["mixed"], {}, halfOff).models).toEqual({
      mixed: { group: "mixed", model: "qwen-7b" },
    });
  });
});
