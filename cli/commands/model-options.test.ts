import { expect, it } from "vitest";
import { parseModelOptions } from "./model-options";

it("distinguishes choices for groups from the model of an endpoint", () => {
  expect(
    parseModelOptions(
      {
        model: ["judge=large", "tiny", "crowd=GPU 1"],
        baseUrl: "http://gpu1:8000/v1",
        apiKeyEnv: "LAB_KEY",
      },
      { LAB_KEY: "sk-1" },
    ),
  ).toEqual({
    modelNames: { judge: "large", crowd: "GPU 1" },
    endpoint: { baseUrl: "http://gpu1:8000/v1", model: "tiny", apiKey: "sk-1", concurrency: 64 },
  });
  expect(parseModelOptions({}, {})).toEqual({ modelNames: {}, endpoint: undefined });
});

it.each([
  [{ model: ["tiny"] }, "--base-url"],
  [{ baseUrl: "http://gpu1:8000/v1" }, "--model NAME"],
  [{ baseUrl: "gpu1", model: ["tiny"] }, "not the address of an endpoint"],
  [{ baseUrl: "http://gpu1:8000/v1", model: ["tiny", "large"] }, "GROUP=CHOICE"],
  [{ model: ["judge="] }, "GROUP=CHOICE"],
  [{ baseUrl: "http://gpu1/v1", model: ["tiny"], apiKeyEnv: "LAB_KEY" }, "LAB_KEY"],
])("refuses %j", (options, message) => {
  expect(() => parseModelOptions(options, {})).toThrow(message);
});
