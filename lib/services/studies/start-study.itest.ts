import { afterAll, beforeAll, expect, it } from "vitest";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People } from "@/lib/container/testing/people";
import { AppError, toProblemDocument } from "@/lib/contracts/errors";
import { startStudy as contract } from "@/lib/contracts/runs";
import { SYSTEM } from "@/lib/domain/access";
import { findTemplate } from "@/lib/domain/gallery";

let installation: Installation;
let people: People;

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
});
afterAll(async () => {
  await people.close();
  await installation.close();
});

const survey = findTemplate("survey-experiment")!;
/** As a request sends it: through JSON and the contract. */
const start = async (request: object) =>
  installation.container.services.startStudy(
    SYSTEM,
    contract.parse(JSON.parse(JSON.stringify(request))),
  );

async function stored(): Promise<object> {
  const { prisma } = people.database;
  const [scenarios, versions, studies, runs] = await Promise.all([
    prisma.scenario.count(),
    prisma.scenarioVersion.count(),
    prisma.study.count(),
    prisma.run.count(),
  ]);
  const { rows } = await people.database.pool.query<{ jobs: number }>(
    "SELECT count(*)::int AS jobs FROM bullmq.job",
  );
  return { scenarios, versions, studies, runs, jobs: rows[0]?.jobs };
}

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`not refused: ${String(error)}`);
  expect(toProblemDocument(error).status).toBeLessThan(500);
  return error;
}

const refused: {
  name: string;
  request: object;
  code?: string;
  pointer?: string;
  message: RegExp;
  suggestion?: string;
}[] = [
  {
    name: "unknown parameter",
    request: { template: survey.name, parameters: { respondent: 20 } },
    pointer: "/respondent",
    message: /unknown parameter/,
    suggestion: "respondents",
  },
  {
    name: "below its bounds",
    request: { template: survey.name, parameters: { respondents: 3 } },
    pointer: "/respondents",
    message: /at least 10/,
  },
  {
    name: "above its bounds",
    request: { template: survey.name, parameters: { tasks: 11 } },
    pointer: "/tasks",
    message: /at most 10/,
  },
  {
    name: "wrong type",
    request: { template: survey.name, parameters: { respondents: "20" } },
    pointer: "/respondents",
    message: /whole number/,
  },
  {
    name: "unknown template",
    request: { template: "surveys" },
    code: "notFound",
    message: /This template does not exist/,
  },
  { name: "neither template nor document", request: {}, message: /Send a template, a document or/ },
  {
    name: "both template and document",
    request: { template: survey.name, document: survey },
    message: /Send a template, a document or/,
  },
  { name: "document of another kind", request: { document: "hello" }, pointer: "", message: /./ },
  { name: "document null", request: { document: null }, pointer: "", message: /./ },
  {
    name: "missing part",
    request: { document: { ...survey, agents: undefined } },
    pointer: "/agents",
    message: /./,
  },
  {
    name: "misspelt key",
    request: { document: { ...survey, phasez: [] } },
    pointer: "/phasez",
    message: /./,
  },
  {
    name: "wrong expression",
    request: {
      document: { ...survey, measures: { m: { value: "mean(Respondent.map(r, r.agee))" } } },
    },
    pointer: "/measures/m/value",
    message: /agee/,
    suggestion: "age",
  },
  {
    name: "text nobody can store",
    request: { document: { ...survey, title: "a\0b" } },
    pointer: "/title",
    message: /NUL/,
  },
  {
    name: "half a character",
    request: { document: { ...survey, instructions: "a\ud800" } },
    pointer: "/instructions",
    message: /surrogate/,
  },
  {
    name: "rounds that cannot be computed",
    request: { document: { ...survey, rounds: "0" } },
    message: /./,
  },
  {
    name: "unknown endpoint",
    request: { template: survey.name, endpointId: "00000000-0000-7000-8000-000000000000" },
    message: /endpoint no longer exists/,
  },
  {
    name: "no id of an endpoint",
    request: { template: survey.name, endpointId: "x\0'" },
    message: /endpoint no longer exists/,
  },
];

it("rejects what cannot run, with pointers, and stores nothing", async () => {
  await start({ template: survey.name, parameters: { respondents: 10 } });
  const before = await stored();
  for (const { name, request, code = "invalid", pointer, message, suggestion } of refused) {
    const error = await refusal(start(request));
    expect(error.code, name).toBe(code);
    expect(
      [error.message, ...error.problems.map((problem) => problem.message)].join("\n"),
      name,
    ).toMatch(message);
    if (pointer !== undefined)
      expect(
        error.problems.map((problem) => problem.pointer),
        name,
      ).toContain(pointer);
    if (suggestion !== undefined)
      expect(
        error.problems.map((problem) => problem.suggestion),
        name,
      ).toContain(suggestion);
  }
  expect(await stored()).toEqual(before);
});

it("rejects an archived endpoint", async () => {
  const { services } = installation.container;
  const { id } = await services.createEndpoint(SYSTEM, {
    name: "Old",
    baseUrl: installation.demoModelUrl,
    model: "microcosm-demo",
  });
  await services.archiveEndpoint(SYSTEM, id);
  expect(await refusal(start({ template: survey.name, endpointId: id }))).toMatchObject({
    code: "invalid",
  });
});

it("rejects documents that are nested too deeply", async () => {
  let nested: unknown = { constant: 1 };
  for (let depth = 0; depth < 2_000; depth += 1)
    nested = { given: "residence", cases: { suburb: nested } };
  const deep = {
    ...survey,
    agents: {
      Respondent: {
        ...survey.agents.Respondent,
        attributes: { odd: { type: "integer", init: nested } },
      },
    },
  };
  expect(await refusal(start({ document: deep }))).toMatchObject({ code: "invalid" });
  const long = {
    ...survey,
    measures: { m: { value: `${"(".repeat(1_900)}1${")".repeat(1_900)}` } },
  };
  expect(await refusal(start({ document: long }))).toMatchObject({ code: "invalid" });
});

it("runs replicates with distinct seeds, reproducibly", async () => {
  await installation.workHere();
  const study = {
    template: survey.name,
    parameters: { respondents: 12 },
    seed: 5,
    replicates: 3,
    name: "Three\0 times",
  };
  const [first, again] = [await start(study), await start(study)];
  const runs = await Promise.all(
    [...first.runIds, ...again.runIds].map((runId) => installation.settled(runId)),
  );
  const digests = runs.map(({ progress }) => progress.digest);
  expect(runs.map(({ progress }) => progress.status)).toEqual(Array(6).fill("completed"));
  expect(new Set(digests.slice(0, 3)).size).toBe(3);
  expect(digests.slice(3)).toEqual(digests.slice(0, 3));
  expect(runs.slice(0, 3).map(({ seed, replicate }) => [seed, replicate])).toEqual([
    [5, 1],
    [8_388_613, 2],
    [16_777_221, 3],
  ]);
  expect(runs[0]?.studyName).toBe("Three\ufffd times");
  const listed = await installation.container.services.getStudy(SYSTEM, first.studyId);
  expect(listed.runs.map(({ id }) => id)).toEqual(first.runIds);
});

it("stores a document once, even when studies start concurrently", async () => {
  const { prisma } = people.database;
  const document = { ...survey, name: "mine", title: "Mine" };
  const request = { document, parameters: { respondents: 10 } };
  const studies = await Promise.all(Array.from({ length: 6 }, () => start(request)));
  expect(await prisma.scenario.count({ where: { name: "mine" } })).toBe(1);
  expect(
    await prisma.scenarioVersion.findMany({
      where: { scenario: { name: "mine" } },
      select: { number: true },
    }),
  ).toEqual([{ number: 1 }]);
  const changed = await Promise.all(
    [1, 2, 3].map((version) =>
      start({ ...request, document: { ...document, summary: `Version ${version}` } }),
    ),
  );
  await start(request);
  const versions = await prisma.scenarioVersion.findMany({
    where: { scenario: { name: "mine" } },
    orderBy: { number: "asc" },
    select: { number: true },
  });
  expect(versions.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  for (const { runIds } of [...studies, ...changed])
    for (const runId of runIds) await installation.settled(runId);
});
