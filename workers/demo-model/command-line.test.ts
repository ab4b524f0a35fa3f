import { describe, expect, it } from "vitest";
import { readCommandLine } from "./command-line";

describe("command line", () => {
  it("has defaults", () => {
    expect(readCommandLine([], {})).toMatchObject({
      port: 0,
      host: "127.0.0.1",
      apiKey: undefined,
    });
  });

  it("takes precedence over the environment", () => {
    const read = readCommandLine(["--port", "4000", "--latency-ms=20"], {
      DEMO_MODEL_PORT: "1",
      DEMO_MODEL_API_KEY: "k",
      DEMO_MODEL_RATE_429: "0.1",
      DEMO_MODEL_URL: "x",
    });
    expect(read).toMatchObject({
      port: 4000,
      apiKey: "k",
      settings: { latency: 20, rate429: 0.1 },
    });
  });

  it.each([["--nonsense", "1"], ["--port", "70000"], ["stray"], ["--latency"]])(
    "refuses %s",
    (...argv) => {
      expect(() => readCommandLine(argv, {})).toThrow(/demo model setting/);
    },
  );
});
