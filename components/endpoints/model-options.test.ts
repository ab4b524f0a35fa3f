import { describe, expect, it } from "vitest";
import type { Endpoint } from "@/lib/contracts/endpoints";
import { choiceKey, modelOptions, parseChoiceKey } from "./model-options";

const endpoint = (
  id: string,
  group: string,
  model: string,
  more: Partial<Endpoint> = {},
): Endpoint => ({
  id,
  name: `Server ${id}`,
  baseUrl: "http://x/v1",
  model,
  group,
  preset: "custom",
  enabled: true,
  priceIn: null,
  priceOut: null,
  hasKey: false,
  isDemo: false,
  isBuiltIn: false,
  concurrency: 1,
  timeoutMs: 1_000,
  capabilities: null,
  probedAt: null,
  ...more,
});

describe("model options", () => {
  it("are a plain list of endpoints without groups", () => {
    expect(modelOptions([endpoint("a", "default", "m"), endpoint("b", "default", "n")])).toEqual([
      { value: "endpoint:a", label: "Server a · m", disabled: false },
      { value: "endpoint:b", label: "Server b · n", disabled: false },
    ]);
  });

  it("list groups with their model first, and say why one is unavailable", () => {
    const options = modelOptions([
      endpoint("a", "small", "m"),
      endpoint("b", "small", "m"),
      endpoint("c", "mixed", "m"),
      endpoint("d", "mixed", "n"),
      endpoint("e", "dark", "m", { enabled: false }),
    ]);
    expect(options).toMatchObject([
      {
        label: "Groups",
        options: [
          { value: "group:small", label: "small: 2 endpoints, m" },
          {
            value: "group:mixed",
            label: "mixed",
            disabled: true,
            description: expect.stringContaining("m, n") as string,
          },
          {
            value: "group:dark",
            disabled: true,
            description: expect.stringContaining("disabled") as string,
          },
        ],
      },
      {
        label: "Single endpoints",
        options: [{}, {}, {}, {}, { value: "endpoint:e", disabled: true }],
      },
    ]);
  });

  it("encode and decode choices, including groups with a colon", () => {
    for (const choice of [{ group: "a:b" }, { endpointId: "0-1" }])
      expect(parseChoiceKey(choiceKey(choice))).toEqual(choice);
  });
});
