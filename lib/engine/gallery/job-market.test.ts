import { describe, expect, it, vi } from "vitest";
import { jobMarket } from "@/lib/domain/gallery/job-market";
import { parseScenario } from "@/lib/domain/scenario";
import { compileScenario } from "../run/compile-scenario";
import { plausibleAnswer } from "../run/fixtures/answers";
import { openSimulation } from "../run/simulation";
import { simulate } from "../run/simulate";
import { World } from "../world/world";

const parsed = parseScenario(jobMarket);
if (!parsed.ok) throw new Error("the template cannot be read");
const scenario = compileScenario(parsed.scenario);

type Request = Parameters<typeof plausibleAnswer>[0];
type Answer = (request: Request) => string;
type Fields = { readonly vacancies?: { readonly items: { readonly enum: readonly string[] } } };

const textOf = ({ messages }: Request): string => messages.map(({ content }) => content).join("\n");

/** Applies for as many jobs as possible, to create competition; otherwise plausible. */
const eager: Answer = (request) => {
  const { vacancies } = (request.schema?.schema as { properties: Fields }).properties;
  return vacancies
    ? JSON.stringify({
        vacancies: vacancies.items.enum.slice(0, 3),
        letter: "I would like to work with you.",
      })
    : plausibleAnswer(request);
};

/** Like `eager`, and takes the first applicant and the first offer. */
const willing: Answer = (request) => {
  const fields = (
    request.schema?.schema as {
      properties: Readonly<Record<string, { anyOf?: readonly { enum?: readonly string[] }[] }>>;
    }
  ).properties;
  const name = ["applicant", "accept"].find((key) => key in fields);
  if (name === undefined) return eager(request);
  return JSON.stringify({
    [name]: fields[name]?.anyOf?.flatMap((option) => option.enum ?? [])[0],
    why: "It suits.",
  });
};

const play = async (
  parameters: Record<string, number | boolean | string>,
  answer: Answer = eager,
  seed = 1,
) => {
  const simulation = openSimulation(scenario, { parameters, seed });
  const { world } = simulation;
  const prompts: string[] = [];
  const months: { readonly [table: string]: readonly Readonly<Record<string, unknown>>[] }[] = [];
  const { commits, decisions } = await simulate(
    simulation,
    (request) => {
      prompts.push(textOf(request));
      return answer(request);
    },
    {
      onCommit: ({ step }) => {
        months[step.round] = Object.fromEntries(
          ["Worker", "Vacancy", "Application"].map((table) => [
            table,
            world.rows(table).map((row) => ({ ...row })),
          ]),
        );
      },
    },
  );
  const measures: Record<string, number | null>[] = [];
  for (const { name, round, value } of commits.flatMap((commit) => commit.measures))
    (measures[round] ??= {})[name] = value;
  return { world, months, measures, decisions, prompts, commits };
};

describe("the job market", () => {
  it.each([
    [eager, 1],
    [willing, 2],
    [plausibleAnswer, 3],
  ] as const)("keeps consistent accounts in every month (%#)", async (answer, seed) => {
    const { months, measures } = await play(
      { seekers: 40, months: 5, separations: 0.2 },
      answer,
      seed,
    );
    expect(months).toHaveLength(6);
    months.slice(1).forEach(({ Worker = [], Vacancy = [], Application = [] }, index) => {
      const employed = Worker.filter(({ job }) => job !== null);
      const accepted = Application.filter(({ status }) => status === "accepted");
      const filled = Vacancy.filter(({ holder }) => holder !== null);
      expect(employed.length).toBe(accepted.length);
      expect(measures[index + 1]?.["employment"]).toBeCloseTo(employed.length / 40, 12);
      expect(filled).toHaveLength(employed.length);
      expect(Vacancy).toHaveLength(32);
      expect(measures[index + 1]?.["unfilled"]).toBe(32 - filled.length);
      // Each person has at most one job, and each job at most one person.
      expect(new Set(filled.map(({ holder }) => holder)).size).toBe(filled.length);
      const jobs = new Map(Vacancy.map((vacancy) => [vacancy["id"], vacancy]));
      for (const { id, job, pay, occupation, area } of employed) {
        expect(jobs.get(job)).toMatchObject({ holder: id, wage: pay, occupation, area });
        expect(
          accepted.filter(({ worker, vacancy }) => worker === id && vacancy === job),
        ).toHaveLength(1);
      }
      for (const { job, pay } of Worker) expect(pay === null).toBe(job === null);
      for (const { status } of Application)
        expect(["accepted", "declined", "rejected", "ended"]).toContain(status);
    });
    expect(months.at(-1)?.["Worker"]?.some(({ job }) => job !== null)).toBe(true);
  });

  it("asks everyone with at least one offer, and lets them decline", async () => {
    const { decisions, prompts, months } = await play({ months: 1 }, willing);
    const offered = new Set(
      months[1]?.["Application"]
        ?.filter(({ status }) => status === "accepted" || status === "declined")
        .map(({ worker }) => worker),
    );
    expect(decisions.filter(({ phase }) => phase === "answer").map(({ agent }) => agent)).toEqual(
      [...offered].sort((a, b) => Number(String(a).slice(7)) - Number(String(b).slice(7))),
    );
    const single = prompts.filter((prompt) => prompt.includes("Do you accept the offer?"));
    expect(single.length).toBeGreaterThan(3);
    for (const prompt of single)
      expect(prompt).toContain(
        '"accept" (Accept: null to decline): the id of one of the options, or null',
      );
    const withoutHires = await play({ months: 2 }, (request) =>
      textOf(request).includes('"accept"') ? '{"accept":null,"why":"No."}' : willing(request),
    );
    expect(withoutHires.measures.map((month) => month["employment"])).toEqual([0, 0, 0]);
  });

  it("leaves no offers open after invalid answers", async () => {
    const { months, decisions } = await play({ months: 2 }, (request) =>
      textOf(request).includes('"accept"') ? "perhaps" : willing(request),
    );
    expect(
      decisions.filter(({ phase, status }) => phase === "answer" && status === "invalid").length,
    ).toBeGreaterThan(3);
    for (const { Application = [] } of months)
      for (const { status } of Application) expect(["declined", "rejected"]).toContain(status);
  });

  it("changes the pay of open vacancies by at most 10%, and not at all if disabled", async () => {
    const pay = (vacancies: readonly Readonly<Record<string, unknown>>[] | undefined) =>
      new Map(
        vacancies?.map(({ id, wage, holder }) => [
          id,
          { wage: Number(wage), open: holder === null },
        ]),
      );
    const free = await play({ months: 4, separations: 0 });
    let changed = 0;
    free.months.slice(2).forEach(({ Vacancy }, index) => {
      const before = pay(free.months[index + 1]?.["Vacancy"]);
      for (const [id, { wage, open }] of pay(Vacancy)) {
        const was = before.get(id)?.wage ?? 0;
        expect(Math.abs(wage - was)).toBeLessThanOrEqual(was * 0.1 + 5);
        if (!open) expect(wage).toBe(was);
        if (wage !== was) changed += 1;
      }
    });
    expect(changed).toBeGreaterThan(5);
    const fixed = await play({ months: 4, adjust: false });
    expect(pay(fixed.months[4]?.["Vacancy"]).size).toBe(32);
    for (const [id, { wage }] of pay(fixed.months[4]?.["Vacancy"]))
      expect(wage).toBe(pay(fixed.months[1]?.["Vacancy"]).get(id)?.wage);
  });

  it("hides name and age from employers if applications are anonymous", async () => {
    const applications = async (anonymous: boolean) => {
      const { prompts, world } = await play({ months: 2, anonymous });
      const names = world.rows("Worker").map(({ name }) => String(name));
      return prompts
        .filter((prompt) => prompt.includes('"applicant"'))
        .map(
          (prompt) => names.some((name) => prompt.includes(name)) || /\d+ years old/.test(prompt),
        );
    };
    const [open, hidden] = [await applications(false), await applications(true)];
    expect(open.every(Boolean)).toBe(true);
    expect(hidden.length).toBeGreaterThan(10);
    expect(hidden.some(Boolean)).toBe(false);
  });

  it("sorts adverts by pay if the job site does", async () => {
    const wages = (prompt: string) =>
      [...prompt.matchAll(/"Vacancy-\d+": .*; ([\d,]+) euros a month;/g)].map(([, pay]) =>
        Number(pay?.replace(",", "")),
      );
    const seen = async (sorting: string) =>
      (await play({ months: 1, vacancies: 2, seen: 5, sorting })).prompts
        .filter((prompt) => prompt.includes('"letter"'))
        .map(wages);
    const best = await seen("best paid first");
    for (const pay of best) expect(pay).toEqual([...pay].sort((a, b) => b - a));
    expect(best.every(({ length }) => length === 5)).toBe(true);
    expect(
      (await seen("random")).some((pay) =>
        pay.some((wage, place) => wage > (pay[place - 1] ?? Infinity)),
      ),
    ).toBe(true);
  });

  it("reads a number of rows per person that does not grow with the population", async () => {
    const scans = async (seekers: number) => {
      const rows = vi.spyOn(World.prototype, "rows");
      const { prompts } = await play({ seekers, months: 2 });
      const tables = rows.mock.calls
        .map(([table]) => table)
        .filter((table) => ["Vacancy", "Application", "Worker", "Employer"].includes(table));
      rows.mockRestore();
      return {
        scans: tables.length,
        adverts: Math.max(...prompts.map((prompt) => prompt.split('"Vacancy-').length - 1)),
      };
    };
    const [small, large] = [await scans(40), await scans(160)];
    // Whole tables are read once per phase, not once per person.
    expect(large.scans).toBe(small.scans);
    expect(large.adverts).toBeLessThanOrEqual(6);
  });

  it("computes every measure once people have jobs, and null before", async () => {
    const { commits } = await play({ months: 3, separations: 0 });
    const problems = commits
      .flatMap(({ measures }) => measures)
      .filter(({ problem }) => problem !== undefined);
    for (const { round, problem } of problems)
      expect([round, problem]).toEqual([0, "There is no value."]);
  });
});
