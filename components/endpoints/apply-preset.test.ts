import { expect, it } from "vitest";
import { endpointInput } from "@/lib/contracts/endpoints";
import { PRESETS, getPreset } from "@/lib/contracts/endpoint-presets";
import { applyPreset } from "./apply-preset";
import { toFormValues, toEndpointInput } from "./endpoint-form-values";

const empty = toFormValues(null);

it("a preset fills in its defaults, and the next one replaces untouched values", () => {
  const ollama = applyPreset(empty, "ollama", false);
  expect(ollama).toMatchObject({
    preset: "ollama",
    name: "Ollama",
    baseUrl: "http://127.0.0.1:11434/v1",
    concurrency: 1,
    timeoutSeconds: 300,
    model: "",
  });
  expect(applyPreset(ollama, "openai", false)).toMatchObject({
    preset: "openai",
    name: "OpenAI",
    baseUrl: "https://api.openai.com/v1",
    concurrency: 8,
    timeoutSeconds: 120,
  });
  expect(applyPreset(applyPreset(ollama, "openai", false), "custom", false)).toEqual(empty);
});

it("a preset never overwrites typed values", () => {
  const typed = {
    ...applyPreset(empty, "vllm", false),
    name: "GPU 3",
    baseUrl: "http://gpu3:8000/v1",
    concurrency: 256,
    model: "llama",
    apiKey: "sk-1",
    priceIn: 0.2,
  };
  expect(applyPreset(typed, "sglang", false)).toEqual({ ...typed, preset: "sglang" });
});

it("of a stored endpoint only empty fields are filled in", () => {
  const stored = { ...applyPreset(empty, "vllm", false), timeoutSeconds: null };
  expect(applyPreset(stored, "llamacpp", true)).toEqual({
    ...stored,
    preset: "llamacpp",
    timeoutSeconds: 300,
  });
});

it("the defaults of every preset are valid once a model is entered", () => {
  for (const { id, exampleUrl, exampleModel, baseUrl } of PRESETS) {
    const form = applyPreset(empty, id, false);
    const complete = {
      ...form,
      name: form.name || "x",
      baseUrl: form.baseUrl || exampleUrl,
      model: exampleModel,
    };
    expect(endpointInput.safeParse(toEndpointInput(complete)).error?.issues ?? []).toEqual([]);
    expect(baseUrl ?? exampleUrl).toBe(exampleUrl);
  }
  expect(new Set(PRESETS.map(({ id }) => id)).size).toBe(PRESETS.length);
  expect(getPreset("of a later version").id).toBe("custom");
});
