import { describe, expect, it } from "vitest";
import type { CallFailureReason } from "@/lib/domain/answers";
import { CallFailedError, EndpointFailure } from "../models/ports";
import { type FailedText, TextEmbedding } from "./text-embedding";

const failure = (reason: CallFailureReason = "refused", isProven = true): CallFailedError =>
  new CallFailedError(
    "badRequest",
    "The endpoint “Lab” refused the content.",
    reason,
    { endpoint: "Lab", model: "tiny", envelope: null },
    { isProven },
  );

/** A server that fails on calls with some texts, with the calls that it received. */
function serving(fails: (texts: readonly string[]) => Error | undefined) {
  const calls: (readonly string[])[] = [];
  const embedding = new TextEmbedding((texts) => {
    calls.push(texts);
    const error = fails(texts);
    return error ? Promise.reject(error) : Promise.resolve(texts.map((text) => [text.length]));
  });
  const failed: FailedText[] = [];
  return { calls, failed, embed: (texts: readonly string[]) => embedding.embed(texts, failed) };
}

const isBad = (texts: readonly string[]) =>
  texts.some((text) => text.startsWith("bad")) ? failure() : undefined;

describe("texts of which a server refuses some", () => {
  it("have a vector each, except those", async () => {
    const { embed, failed, calls } = serving(isBad);
    const texts = ["a", "bb", "bad one", "ccc", "dddd", "bad", "e"];
    expect(await embed(texts)).toEqual([[1], [2], null, [3], [4], null, [1]]);
    expect(failed).toEqual([
      { text: "bad one", reason: "refused" },
      { text: "bad", reason: "refused" },
    ]);
    expect(calls.length).toBeLessThan(2 * texts.length);
  });

  it("fail alone where a control call is answered", async () => {
    const { embed, failed, calls } = serving(isBad);
    expect(await embed(["bad"])).toEqual([null]);
    expect(calls).toEqual([["bad"], ["ok"]]);
    // Now it is known that others are embedded.
    expect(await embed(["bad too"])).toEqual([null]);
    expect(calls).toHaveLength(3);
    expect(failed).toHaveLength(2);
  });

  it("are checked each time where the server reports an internal error", async () => {
    const { embed, calls } = serving(([text]) =>
      text === "bad" ? failure("serverError", false) : undefined,
    );
    for (let times = 0; times < 2; times += 1) expect(await embed(["bad"])).toEqual([null]);
    expect(calls).toEqual([["bad"], ["ok"], ["bad"], ["ok"]]);
  });

  it("may be more than it takes at once", async () => {
    const { embed, failed } = serving((texts) =>
      texts.length > 3 ? failure("promptTooLong") : undefined,
    );
    const texts = Array.from({ length: 10 }, (_, at) => "x".repeat(at + 1));
    expect(await embed(texts)).toEqual(texts.map((text) => [text.length]));
    expect(failed).toEqual([]);
  });
});

describe("texts that fail in general", () => {
  const message = async (embedding: Promise<unknown>): Promise<string> => {
    const error: unknown = await embedding.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(EndpointFailure);
    expect(error).not.toBeInstanceOf(CallFailedError);
    return (error as EndpointFailure).message;
  };

  it("show it by a control call that fails, too", async () => {
    const { embed, failed } = serving(() => failure());
    expect(await message(embed(["a", "b", "c"]))).toContain("does not embed “ok” either");
    expect(failed).toEqual([]);
  });

  it("show it by ten in a row", async () => {
    const { embed, calls } = serving(([text]) => (text === "ok" ? undefined : failure()));
    const texts = Array.from({ length: 128 }, (_, at) => `text ${at}`);
    expect(await message(embed(texts))).toContain("10 texts in a row failed so");
    expect(calls.length).toBeLessThan(40);
  });

  it("keep failures of another kind", async () => {
    const down = new EndpointFailure("unreachable", "down");
    const { embed, calls } = serving(() => down);
    await expect(embed(["a", "b"])).rejects.toBe(down);
    expect(calls).toHaveLength(1);
  });
});
