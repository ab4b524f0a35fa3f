import { describe, expect, it } from "vitest";
import { CallOutcomes, type FailureScope } from "./call-outcomes";

const never = new AbortController().signal;

/** Fails as many calls at once, each for another prompt. */
function failMany(outcomes: CallOutcomes, count: number, signal = never): Promise<FailureScope>[] {
  for (let i = 0; i < count; i += 1) outcomes.begin();
  return Array.from({ length: count }, () => outcomes.failed("refused", true, signal));
}

const answer = (outcomes: CallOutcomes): void => {
  outcomes.begin();
  outcomes.answered();
};

describe("failed calls", () => {
  it("concern their prompts while others are answered in between", async () => {
    const outcomes = new CallOutcomes();
    for (let i = 0; i < 30; i += 1) {
      if (i % 3 === 0) answer(outcomes);
      expect(await Promise.all(failMany(outcomes, 1))).toEqual(["prompt"]);
    }
  });

  it("are general from the fifth in a row on, where no prompt was answered before", async () => {
    const outcomes = new CallOutcomes();
    expect(await Promise.all(failMany(outcomes, 4))).toEqual(Array(4).fill("prompt"));
    expect(await Promise.all(failMany(outcomes, 1))).toEqual(["general"]);
  });

  it("are general from the tenth in a row on, where others were answered", async () => {
    const outcomes = new CallOutcomes();
    answer(outcomes);
    expect(await Promise.all(failMany(outcomes, 9))).toEqual(Array(9).fill("prompt"));
    expect(await Promise.all(failMany(outcomes, 1))).toEqual(["general"]);
  });

  it("for several reasons concern their prompts", async () => {
    const outcomes = new CallOutcomes();
    for (let i = 0; i < 20; i += 1) {
      outcomes.begin();
      const reason = i % 2 === 0 ? "refused" : "promptTooLong";
      expect(await outcomes.failed(reason, true, never)).toBe("prompt");
    }
  });

  it("count once per prompt", async () => {
    const outcomes = new CallOutcomes();
    for (let i = 0; i < 20; i += 1) {
      outcomes.begin();
      expect(await outcomes.failed("refused", i === 0, never)).toBe("prompt");
    }
  });

  it("wait for the calls in flight: a filter is faster than a model", async () => {
    const outcomes = new CallOutcomes();
    outcomes.begin();
    const scopes = failMany(outcomes, 40);
    outcomes.answered();
    expect(await Promise.all(scopes)).toEqual(Array(40).fill("prompt"));
    outcomes.begin();
    const further = failMany(outcomes, 12);
    outcomes.ended();
    expect((await Promise.all(further)).slice(9)).toEqual(Array(3).fill("general"));
  });

  it("stop waiting with their batch", async () => {
    const outcomes = new CallOutcomes();
    outcomes.begin();
    const stop = new AbortController();
    const scopes = failMany(outcomes, 6, stop.signal);
    stop.abort(new Error("paused"));
    await expect(scopes[5]).rejects.toThrow("paused");
    expect(await Promise.all(scopes.slice(0, 4))).toEqual(Array(4).fill("prompt"));
    await expect(scopes[4]).rejects.toThrow("paused");
  });
});

const PROVEN = { isProven: true };

describe("the control call", () => {
  it("is made once, before any prompt was answered", async () => {
    const outcomes = new CallOutcomes();
    let made = 0;
    const make = (): Promise<void> => {
      made += 1;
      return Promise.resolve();
    };
    await Promise.all([outcomes.control(make, PROVEN), outcomes.control(make, PROVEN)]);
    expect(made).toBe(1);
    const answered = new CallOutcomes();
    answer(answered);
    await answered.control(make, PROVEN);
    expect(made).toBe(1);
  });

  it("is made again after it failed", async () => {
    const outcomes = new CallOutcomes();
    outcomes.begin();
    await expect(outcomes.control(() => Promise.reject(new Error("down")), PROVEN)).rejects.toThrow(
      "down",
    );
    let made = 0;
    await outcomes.control(() => {
      made += 1;
      return Promise.resolve();
    }, PROVEN);
    expect(made).toBe(1);
  });

  it("is made anew where the server may fail on every call, once for several", async () => {
    const outcomes = new CallOutcomes();
    answer(outcomes);
    let made = 0;
    const make = (): Promise<void> => {
      made += 1;
      return Promise.resolve();
    };
    const unproven = { isProven: false };
    await Promise.all([outcomes.control(make, unproven), outcomes.control(make, unproven)]);
    expect(made).toBe(1);
    await outcomes.control(make, unproven);
    expect(made).toBe(2);
  });
});
