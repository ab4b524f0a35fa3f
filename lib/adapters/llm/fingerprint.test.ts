import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { ModelRequest } from "@/lib/engine";
import { createFingerprint } from "./fingerprint";

const request: ModelRequest = {
  messages: [
    { role: "system", content: "You live in a small town." },
    { role: "user", content: "What do you do?" },
  ],
  schema: { name: "answer", schema: { type: "object" } },
  temperature: 0.7,
  maxTokens: 200,
  seed: 5,
  affinity: "Person-1",
};

describe("the fingerprint of a request", () => {
  it("is the same for the same request in every process", () => {
    const sha = (text: string) => createHash("sha256").update(text).digest("base64url");
    const schema = sha('answer\n{"type":"object"}');
    const system = sha("You live in a small town.");
    const text = `1:m\n0.7\n200\n5\n${schema}\nsystem:${system}\nuser:15:What do you do?\n`;
    const expected = createHash("sha256").update(text).digest().readBigInt64BE(0);
    expect(createFingerprint()("m", request)).toBe(expected);
    expect(createFingerprint()("m", structuredClone(request))).toBe(expected);
  });

  it("depends on everything that affects the answer, and not on the affinity", () => {
    const of = createFingerprint();
    const others: ModelRequest[] = [
      { ...request, seed: 6 },
      { ...request, temperature: 0.8 },
      { ...request, maxTokens: 201 },
      { ...request, schema: { name: "answer", schema: { type: "array" } } },
      { ...request, messages: request.messages.slice(1) },
      { ...request, messages: [...request.messages, { role: "assistant", content: "" }] },
      {
        ...request,
        messages: [
          { role: "system", content: "You live in a big town." },
          ...request.messages.slice(1),
        ],
      },
      {
        ...request,
        messages: [...request.messages.slice(0, 1), { role: "user", content: "What do you do" }],
      },
    ];
    const all = [of("m", request), of("other", request), ...others.map((other) => of("m", other))];
    expect(new Set(all).size).toBe(all.length);
    expect(of("m", { ...request, affinity: "elsewhere" })).toBe(all[0]);
  });
});
