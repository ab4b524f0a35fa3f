import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sirStep } from "./sir-step";
import {
  type OperatorArguments,
  runOperator,
  people,
  operatorError,
} from "./fixtures/run-operator";

type Person = {
  readonly id: string;
  readonly susceptibility?: number;
  readonly infectiousness?: number;
};
type Step = {
  readonly infections: readonly { readonly person: Person; readonly by: Person }[];
  readonly recoveries: readonly Person[];
};

const step = (given: OperatorArguments, seed?: number) => runOperator<Step>(sirStep, given, seed);
const crowd = (letter: string, size: number) =>
  people(...Array.from({ length: size }, (_, position) => `${letter}${position}`));
const newly = ({ infections }: Step) => infections.map(({ person }) => person.id);
const tie = (source: string, target: string, weight?: number) => ({
  source,
  target,
  ...(weight === undefined ? {} : { weight }),
});

describe("a step of an epidemic along contacts", () => {
  const given = {
    susceptible: people("A", "B", "C"),
    infected: people("X", "Y"),
    infection: 1,
    recovery: 0,
  };

  it("infects only contacts of infected people, and names the infector", () => {
    const { infections, recoveries } = step({
      ...given,
      contacts: [tie("A", "X"), tie("B", "A"), tie("C", "B")],
    });
    expect(infections).toEqual([{ person: { id: "A" }, by: { id: "X" } }]);
    expect(recoveries).toEqual([]);
  });

  it("transmits along directed contacts in one direction only", () => {
    const contacts = [tie("A", "X"), tie("Y", "B")];
    expect(newly(step({ ...given, contacts }))).toEqual(["A", "B"]);
    expect(newly(step({ ...given, contacts, directed: true }))).toEqual(["B"]);
  });

  it("multiplies the probability by weight, infectiousness and susceptibility", () => {
    const all = {
      contacts: [tie("A", "X", 0), tie("B", "X"), tie("C", "Y")],
      infected: [{ id: "X" }, { id: "Y", infectiousness: 0 }],
    };
    expect(newly(step({ ...given, ...all }))).toEqual(["B"]);
    expect(
      newly(step({ ...given, ...all, susceptible: [{ id: "B", susceptibility: 0 }] })),
    ).toEqual([]);
  });

  it("infects with the given probability per contact; two infectors share equally", () => {
    const size = 4_000;
    const susceptible = crowd("S", size);
    const contacts = susceptible.flatMap(({ id }) => [tie(id, "X"), tie("Y", id)]);
    const { infections } = step({
      susceptible,
      infected: people("X", "Y"),
      contacts,
      infection: 0.3,
      recovery: 0,
    });
    expect(infections.length / size).toBeCloseTo(1 - 0.7 ** 2, 1);
    expect(infections.filter(({ by }) => by.id === "X").length / infections.length).toBeCloseTo(
      0.5,
      1,
    );
  });

  it("uses a separate draw per pair, independent of other people", () => {
    const susceptible = crowd("S", 60);
    const contacts = susceptible.map(({ id }) => tie(id, "X"));
    const half = { infected: people("X"), infection: 0.5, recovery: 0 };
    const all = newly(step({ ...half, susceptible, contacts }));
    expect(all.length).toBeGreaterThan(10);
    expect(
      newly(step({ ...half, susceptible: susceptible.slice(30), contacts: contacts.toReversed() })),
    ).toEqual(all.filter((id) => Number(id.slice(1)) >= 30));
  });
});

describe("a step of an epidemic among all", () => {
  it("infects with the probability of Reed and Frost, 1 - (1 - p)^I", () => {
    const size = 4_000;
    const { infections } = step({
      susceptible: crowd("S", size),
      infected: crowd("I", 10),
      infection: 0.05,
      recovery: 0,
    });
    expect(infections.length / size).toBeCloseTo(1 - 0.95 ** 10, 1);
    expect(new Set(infections.map(({ by }) => by.id)).size).toBe(10);
  });

  it("is certain with probability one, impossible with zero or without infected", () => {
    const susceptible = crowd("S", 20);
    expect(
      newly(step({ susceptible, infected: people("X"), infection: 1, recovery: 0 })),
    ).toHaveLength(20);
    expect(newly(step({ susceptible, infected: people("X"), infection: 0, recovery: 0 }))).toEqual(
      [],
    );
    expect(newly(step({ susceptible, infected: [], infection: 1, recovery: 0 }))).toEqual([]);
  });

  it("names only infectors with positive infectiousness", () => {
    const infected = [
      { id: "X", infectiousness: 0 },
      { id: "Y", infectiousness: 2 },
    ];
    expect(
      new Set(
        step({ susceptible: crowd("S", 30), infected, infection: 0.5, recovery: 0 }).infections.map(
          ({ by }) => by.id,
        ),
      ),
    ).toEqual(new Set(["Y"]));
  });
});

describe("steps of an epidemic", () => {
  it("conserve the population, change each state at most once, infect more at higher rates", () => {
    const edges = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 19 }), fc.integer({ min: 0, max: 19 })),
      { maxLength: 60 },
    );
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.option(edges),
        fc.integer({ min: 0, max: 20 }),
        share,
        share,
        share,
        (ties, ill, infection, lower, recovery) => {
          const population = crowd("P", 20);
          const [infected, susceptible] = [population.slice(0, ill), population.slice(ill)];
          const contacts = ties === null ? null : ties.map(([a, b]) => tie(`P${a}`, `P${b}`));
          const run = (chance: number) =>
            step({ susceptible, infected, contacts, infection: chance, recovery });
          const result = run(infection);
          const [moved, recovered] = [newly(result), result.recoveries.map(({ id }) => id)];
          expect(new Set(moved).size).toBe(moved.length);
          expect(moved.every((id) => susceptible.some((person) => person.id === id))).toBe(true);
          expect(recovered.every((id) => infected.some((person) => person.id === id))).toBe(true);
          const [s, i, r] = [
            susceptible.length - moved.length,
            infected.length + moved.length - recovered.length,
            recovered.length,
          ];
          expect(s + i + r).toBe(20);
          expect(newly(run(infection * lower)).every((id) => moved.includes(id))).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("reject invalid probabilities", () => {
    expect(
      operatorError(sirStep, { susceptible: [], infected: [], infection: 1.2, recovery: 0 }),
    ).toBe("infection: must be a number from 0 to 1, not 1.2");
    expect(
      operatorError(sirStep, {
        susceptible: people("A", "A"),
        infected: [],
        infection: 1,
        recovery: 0,
      }),
    ).toBe("susceptible: entry 2: A is there already");
  });
});
