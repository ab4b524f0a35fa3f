import { describe, expect, it } from "vitest";
import { parseSegment, parseSettings } from "./settings";

describe("settings", () => {
  it("are read from a base path", () => {
    expect(parseSegment("latency=400,sigma=0.3,slots=32,seed=1")).toMatchObject({
      latency: 400,
      sigma: 0.3,
      slots: 32,
      seed: 1,
      rate429: 0,
    });
  });

  it("have one canonical name for every spelling", () => {
    expect(
      parseSettings([
        ["rate-429", "0.5"],
        ["DIE_AFTER", "3"],
        ["latency-ms", "7"],
      ]),
    ).toMatchObject({ rate429: 0.5, dieAfter: 3, latency: 7 });
  });

  it.each([
    ["latancy=4"],
    ["latency"],
    ["slots=-1"],
    ["rate500=1.5"],
    ["rate429=0.7,rate500=0.7"],
    ["gpu=9000b"],
    ["latency=soon"],
  ])("refuse %s and name it", (segment) => {
    expect(() => parseSegment(segment)).toThrow(
      /demo model setting "(latancy|latency|slots|rate500|rate…|gpu)"/,
    );
  });
});
