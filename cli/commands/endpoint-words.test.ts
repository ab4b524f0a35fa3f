import { expect, it } from "vitest";
import { CommandError } from "../exit-codes";
import { endpointFromWords } from "./endpoint-words";

const said = (words: Parameters<typeof endpointFromWords>[0]): string => {
  try {
    return JSON.stringify(endpointFromWords(words, { MY_KEY: "sk-1" }));
  } catch (error) {
    if (error instanceof CommandError) return error.lines.join("\n");
    throw error;
  }
};

it("a preset says what the words leave out", () => {
  expect(endpointFromWords({ preset: "ollama", model: "llama3.2", group: "small" }, {})).toEqual({
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
    endpointFromWords(
      {
        preset: "openai",
        model: "gpt",
        name: "Mine",
        "api-key-env": "MY_KEY",
        concurrency: "4",
        timeout: "30",
        "price-in": "0.15",
        "price-out": "0",
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

it("words that make no sense are refused by the option's name", () => {
  expect(said({ model: "x" })).toContain("--base-url is needed");
  expect(said({ preset: "vllm" })).toContain("--model is needed");
  expect(said({ preset: "olama", model: "x" })).toBe("--preset olama: did you mean ollama?");
  expect(said({ preset: "vllm", model: "x", "api-key-env": "OTHER" })).toContain("is not set");
  expect(said({ preset: "vllm", model: "x", "price-in": "cheap" })).toContain("--price-in cheap");
  expect(said({ preset: "vllm", model: "x", "price-in": "-1" })).toMatch(/^--price-in: /);
  expect(said({ preset: "vllm", model: "x", timeout: "9000" })).toMatch(/^--timeout: /);
  expect(said({ "base-url": "gpu:8000", model: "x" })).toMatch(/^--base-url: .*\/v1/);
});
