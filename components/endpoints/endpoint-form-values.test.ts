import { describe, expect, it } from "vitest";
import type { Endpoint } from "@/lib/contracts/endpoints";
import { endpointForm, toFormValues, toEndpointInput } from "./endpoint-form-values";

const stored: Endpoint = {
  id: "e",
  name: "Lab",
  baseUrl: "http://127.0.0.1:8000/v1",
  model: "small",
  group: "default",
  preset: "custom",
  enabled: true,
  priceIn: null,
  priceOut: null,
  hasKey: true,
  isDemo: false,
  isBuiltIn: false,
  concurrency: 8,
  timeoutMs: 90_000,
  capabilities: null,
  probedAt: null,
};

describe("toEndpointInput", () => {
  it("keeps the stored key unless one is typed or removed", () => {
    expect(toEndpointInput(toFormValues(stored))).toEqual({
      name: "Lab",
      baseUrl: stored.baseUrl,
      model: "small",
      concurrency: 8,
      timeoutMs: 90_000,
      group: "default",
      preset: "custom",
      priceIn: null,
      priceOut: null,
    });
    expect(toEndpointInput(toFormValues({ ...stored, group: "embeddings" })).group).toBe(
      "embeddings",
    );
    expect(toEndpointInput({ ...toFormValues(stored), apiKey: "new" }).apiKey).toBe("new");
    expect(toEndpointInput({ ...toFormValues(stored), removeKey: true }).apiKey).toBe("");
    expect(
      toEndpointInput({ ...toFormValues(stored), removeKey: true, apiKey: "new" }).apiKey,
    ).toBe("new");
  });
});

describe("endpointForm", () => {
  it("reports problems of the contract at their fields", () => {
    const parsed = endpointForm.safeParse({
      ...toFormValues(null),
      baseUrl: "127.0.0.1:8000",
      concurrency: null,
      timeoutSeconds: 0.2,
    });
    const fields = new Map(parsed.error?.issues.map(({ path, message }) => [path[0], message]));
    expect([...fields.keys()].sort()).toEqual([
      "baseUrl",
      "concurrency",
      "model",
      "name",
      "timeoutSeconds",
    ]);
    expect(fields.get("baseUrl")).toContain("/v1");
    expect(fields.get("timeoutSeconds")).toContain("900 seconds");
  });

  it("accepts complete values", () => {
    expect(endpointForm.safeParse(toFormValues(stored)).success).toBe(true);
  });
});
