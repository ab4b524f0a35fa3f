import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { failureOf, Simulation } from "./fixtures/simulation";

const within = (times: readonly number[], from: number, to: number): number =>
  times.filter((time) => time >= from && time < to).length;

describe("several equal endpoints", () => {
  test("share the calls evenly and stay busy", () => {
    const world = new Simulation([{}, {}, {}, {}], { concurrency: 16 });
    world.calls(6_000, 256, 3_000);
    world.run();
    const served = world.servers.map((server) => server.served);
    for (const each of served) expect(Math.abs(each - 1_500)).toBeLessThan(75);
    for (const server of world.servers)
      expect(server.busy / (16 * world.endedAt)).toBeGreaterThan(0.95);
    expect(world.failures).toEqual([]);
  });

  test.each([
    ["there is room", 24],
    ["all are full", 256],
  ])("keep nine of ten calls with the endpoint of their agent while %s", (_, concurrency) => {
    const world = new Simulation([{}, {}, {}, {}], { concurrency: 16 });
    world.calls(5_000, concurrency, 200);
    world.run();
    const usual = new Map<number, Map<number, number>>();
    for (const [at, server] of world.servers.entries()) {
      for (const affinity of server.affinities) {
        const counts = usual.get(affinity) ?? new Map<number, number>();
        counts.set(at, (counts.get(at) ?? 0) + 1);
        usual.set(affinity, counts);
      }
    }
    const preferredCalls = [...usual.values()].reduce(
      (sum, counts) => sum + Math.max(...counts.values()),
      0,
    );
    expect(preferredCalls / 5_000).toBeGreaterThan(0.9);
  });

  test("serve about twice as many calls when twice as fast", () => {
    const world = new Simulation([{ latency: 200 }, { latency: 100 }], { concurrency: 16 });
    world.calls(3_000, 128);
    world.run();
    const [slow, fast] = world.servers.map(({ served }) => served);
    expect(fast! / slow!).toBeGreaterThan(1.8);
    expect(fast! / slow!).toBeLessThan(2.2);
  });
});

describe("the concurrency limit", () => {
  test("stays at the configured concurrency while the server takes it", () => {
    const world = new Simulation([{ latency: 400 }], { concurrency: 64 });
    world.calls(20_000, 256);
    world.run(30_000);
    expect(world.status().limit).toBe(64);
    expect(world.servers[0]!.busy / (64 * world.now)).toBeGreaterThan(0.95);
  });

  test("approaches and follows the capacity of a server that refuses excess calls", () => {
    const world = new Simulation([{ latency: 400, most: 24 }], { concurrency: 64 });
    const { behaviour } = world.servers[0]!;
    world.calls(1e6, 256);
    world.run(60_000);
    expect(world.status().limit).toBeGreaterThan(16);
    expect(world.status().limit).toBeLessThan(30);
    behaviour.most = 8;
    world.run(90_000);
    expect(world.status().limit).toBeLessThan(12);
    behaviour.most = 48;
    world.run(150_000);
    expect(world.status().limit).toBeGreaterThan(32);
    expect(world.servers[0]!.refused / world.attempts).toBeLessThan(0.1);
    expect(world.failures).toEqual([]);
  });

  test("approaches and follows the capacity of a server that queues excess calls", () => {
    const world = new Simulation([{ latency: 400, slots: 8 }], { concurrency: 32 });
    const { behaviour } = world.servers[0]!;
    world.calls(1e6, 128);
    world.run(180_000);
    expect(world.status().limit).toBeGreaterThanOrEqual(8);
    expect(world.status().limit).toBeLessThan(15);
    expect(world.servers[0]!.busy / (8 * world.now)).toBeGreaterThan(0.95);
    behaviour.slots = 24;
    world.run(420_000);
    expect(world.status().limit).toBeGreaterThan(20);
  });

  test("stays high on a server whose throughput grows with latency (continuous batching)", () => {
    const world = new Simulation([{ latency: 400, perCall: 8 }], { concurrency: 32 });
    world.calls(1e6, 128);
    world.run(150_000);
    expect(world.status().limit).toBeGreaterThan(25);
    expect(world.servers[0]!.busy / (32 * world.now)).toBeGreaterThan(0.93);
  });

  test("is a process's share of the concurrency", () => {
    const world = new Simulation([{}], { concurrency: 64 });
    world.calls(2_000, 256);
    world.run(300);
    world.dispatcher.setShare(4, world.now);
    expect(world.status().limit).toBe(16);
    world.run(1_000);
    expect(world.status().active).toBe(16);
    world.dispatcher.setShare(1, world.now);
    expect(world.status().active).toBe(64);
  });
});

describe("a server that dies", () => {
  test("is hardly called while down, replaced by the other, and called again later", () => {
    const world = new Simulation([{ latency: 500 }, { latency: 500 }], { concurrency: 16 });
    const [mortal, other] = world.servers;
    world.calls(6_000, 128, 1_000);
    world.run(10_000);
    mortal!.die();
    world.run(40_000);
    // Calls in flight, and one trial after each of the growing cool-downs.
    expect(within(mortal!.arrivals, 11_000, 40_000)).toBeLessThan(10);
    expect(other!.busy / (16 * world.now)).toBeGreaterThan(0.95);
    expect(world.status(0)).toMatchObject({
      circuit: "open",
      circuitReason: "It was unreachable.",
    });
    mortal!.behaviour.down = false;
    world.run();
    expect(world.failures).toEqual([]);
    expect(world.outcomes).toHaveLength(6_000);
    expect(world.status(0)).toMatchObject({
      circuit: "closed",
      circuitReason: null,
      retryAt: null,
    });
    expect(mortal!.served).toBeGreaterThan(1_500);
  });

  test("and serves alone fails its calls within seconds, and is tried again later", () => {
    const world = new Simulation([{}], { concurrency: 32 });
    world.submit();
    world.run();
    world.servers[0]!.die();
    world.calls(200, 200);
    const diedAt = world.now;
    world.run();
    expect(world.failures).toHaveLength(200);
    expect(
      new Set(world.failures.map(({ message }) => message.replace(/ Tried \d times\./, ""))),
    ).toEqual(new Set(["It was unreachable."]));
    expect(world.now - diedAt).toBeLessThan(20_000);
    expect(within(world.servers[0]!.arrivals, diedAt, Infinity)).toBeLessThan(32 + 20);
    world.servers[0]!.behaviour.down = false;
    world.run(world.now + 2_500);
    world.submit();
    world.run();
    expect(world.outcomes.at(-1)).not.toHaveProperty("failure");
  });

  test("and restarts at once fails no call", () => {
    const world = new Simulation([{}], { concurrency: 16 });
    world.calls(5_000, 64);
    world.run(2_000);
    world.servers[0]!.die();
    world.after(2_500, () => {
      world.servers[0]!.behaviour.down = false;
    });
    world.run();
    expect(world.failures).toEqual([]);
    expect(world.outcomes).toHaveLength(5_000);
  });

  test("together with all others fails the waiting calls with each endpoint's message", () => {
    const world = new Simulation([
      { down: true },
      { says: failureOf("unauthorised", { scope: "endpoint", message: "Wrong key." }) },
    ]);
    world.calls(50, 50);
    world.run();
    expect(world.failures).toHaveLength(50);
    const waited = world.failures.filter(({ message }) =>
      message.startsWith("None of the 2 endpoints"),
    );
    expect(waited.length).toBeGreaterThan(40);
    for (const failure of waited) {
      expect(failure).toMatchObject({ fault: "unreachable", scope: "passing" });
      expect(failure.message).toContain("It was unreachable. Wrong key.");
    }
  });
});

describe("retries", () => {
  test("stay a fixed share of the calls, however many fail", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        fc.integer({ min: 1, max: 1e6 }),
        (failing, seed) => {
          const world = new Simulation([{ failing }], { seed, concurrency: 32 });
          world.calls(500, 64);
          world.run(600_000);
          const { retries, calls } = world.status();
          expect(calls).toBe(world.attempts);
          // What the calls earn, what is added per second, and the initial burst.
          expect(retries).toBeLessThanOrEqual(0.2 * 500 + (2 * world.now) / 1_000 + 20);
        },
      ),
      { numRuns: 8, seed: 3 },
    );
  });

  test("recover when one call in ten fails", () => {
    const world = new Simulation([{ failing: 0.1 }], { concurrency: 32 });
    world.calls(4_000, 128);
    world.run();
    expect(world.outcomes).toHaveLength(4_000);
    // Four failures of one call in a row.
    expect(world.failures.length).toBeLessThan(10);
    expect(world.attempts).toBeLessThan(4_600);
  });

  test("respect Retry-After, which pauses all calls after several refusals in a row", () => {
    const world = new Simulation([{ most: 0, retryAfterMs: 3_000 }], { concurrency: 8 });
    world.calls(40, 40);
    world.after(3_500, () => {
      world.servers[0]!.behaviour.most = 100;
    });
    world.run();
    const { arrivals } = world.servers[0]!;
    expect(within(arrivals, 0, 100)).toBeLessThanOrEqual(16);
    expect(within(arrivals, 100, 3_000)).toBe(0);
    expect(world.failures).toEqual([]);
  });

  test("do not wait for a server that asks for an hour", () => {
    const world = new Simulation([{ most: 0, retryAfterMs: 3_600_000 }]);
    world.calls(40, 40);
    world.run(1_000);
    expect(world.failures).toHaveLength(40);
    const { arrivals } = world.servers[0]!;
    world.calls(10, 10);
    world.run(60_000);
    expect(arrivals.length).toBeLessThanOrEqual(16);
    expect(world.failures).toHaveLength(50);
  });
});

describe("permanent faults", () => {
  test("of one endpoint move its calls to the others", () => {
    const world = new Simulation([{ says: failureOf("unauthorised", { scope: "endpoint" }) }, {}]);
    world.calls(500, 64);
    world.run();
    expect(world.failures).toEqual([]);
    expect(world.servers[0]!.arrivals.length).toBeLessThan(30);
  });

  test("of one call are retried at one other endpoint, and open no circuit", () => {
    const says = failureOf("badRequest", { scope: "request" });
    const world = new Simulation([{ says }, { says }, { says }]);
    world.submit();
    world.run();
    expect(world.failures).toHaveLength(1);
    expect(world.attempts).toBe(2);
    expect(world.status(0).circuit).toBe("closed");
    const mixed = new Simulation([{ says }, {}]);
    mixed.calls(200, 64);
    mixed.run();
    expect(mixed.failures).toEqual([]);
  });
});

describe("hedges", () => {
  test("repeat hanging calls elsewhere, and stay few", () => {
    const world = new Simulation([{}, {}], { concurrency: 16, timeoutMs: 120_000 });
    world.calls(4_000, 24, 1_000);
    world.after(5_000, () => {
      world.servers[0]!.behaviour.hangs = true;
    });
    world.run();
    expect(world.failures).toEqual([]);
    expect(world.outcomes).toHaveLength(4_000);
    expect(world.hedges).toBeGreaterThan(5);
    expect(world.hedges).toBeLessThanOrEqual(0.05 * 4_000);
  });

  test("are not sent with a single endpoint, nor for calls of usual latency", () => {
    const alone = new Simulation([{ latency: 8_000 }]);
    alone.calls(100, 32);
    alone.run();
    const slow = new Simulation([{ latency: 8_000 }, { latency: 8_000 }]);
    slow.calls(1_000, 32);
    slow.run();
    expect([alone.hedges, slow.hedges]).toEqual([0, 0]);
  });
});

test("ends every call once and within the concurrency limits, whatever servers do", () => {
  const behaviour = fc.record({
    latency: fc.integer({ min: 1, max: 5_000 }),
    slots: fc.integer({ min: 1, max: 20 }),
    most: fc.integer({ min: 1, max: 40 }),
    failing: fc.constantFrom(0, 0, 0.1, 0.6),
    down: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(behaviour, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 1e6 }),
      fc.integer({ min: 1, max: 30_000 }),
      (servers, seed, turn) => {
        const world = new Simulation(servers, { seed, concurrency: 12, timeoutMs: 20_000 });
        world.calls(150, 60, 40);
        world.after(turn, () => {
          for (const server of world.servers) server.behaviour.down = !server.behaviour.down;
        });
        world.run(3_600_000);
        expect(world.outcomes).toHaveLength(150);
        for (const [at, server] of world.servers.entries()) {
          expect(server.mostInHand).toBeLessThanOrEqual(12);
          const { active, waiting } = world.status(at);
          expect({ active, waiting }).toEqual({ active: 0, waiting: 0 });
        }
      },
    ),
    { numRuns: 40, seed: 11 },
  );
});
