import { expect, it } from "vitest";
import { CommandError } from "../exit-codes";
import { buildEndpointInput, type EndpointOptions } from "./endpoint-input";

const refusalOf = (options: EndpointOptions): string => {
  try {
    return JSON.stringify(buildEndpointInput(options, { MY_KEY: "sk-1" }));
  } catch (error) {
    if (error instanceof CommandError) return error.lines.join("\n");
    throw error;
  }
};

it("takes from the preset what the options leave out", () => {
  expect(buildEndpointInput({ preset: "ollama", model: "llama3.2", group: "small" }, {})).toEqual({
    preset: "ollama",
    name: "Ollama llama3.2",
    baseUrl: "http://127.0.0.1:11434/v1",
    model: "llama3.2",
    group: "small",
    concurrency: 1,
    timeoutMs: 300_000,
    priceIn: null,
    priceOut: null,
  });
  expect(
    buildEndpointInput(
      {
        preset: "openai",
        model: "gpt",
        name: "Mine",
        apiKeyEnv: "MY_KEY",
        concurrency: 4,
        timeout: 30,
        priceIn: 0.15,
        priceOut: 0,
      },
      { MY_KEY: "sk-1" },
    ),
  ).toMatchObject({
    name: "Mine",
    apiKey: "sk-1",
    concurrency: 4,
    timeoutMs: 30_000,
    priceIn: 0.15,
    priceOut: 0,
  });
});

it("refuses invalid values by the name of their option", () => {
  expect(refusalOf({ preset: "custom", model: "x" })).toContain("--base-url is required");
  expect(refusalOf({ preset: "vllm", model: "x", apiKeyEnv: "OTHER" })).toContain("is not set");
  expect(refusalOf({ preset: "vllm", model: "x", priceIn: -1 })).toMatch(/^--price-in: /);
  expect(refusalOf({ preset: "vllm", model: "x", timeout: 9000 })).toMatch(/^--timeout: /);
  expect(refusalOf({ preset: "custom", baseUrl: "gpu:8000", model: "x" })).toMatch(
    /^--base-url: .*\/v1/,
  );
});
