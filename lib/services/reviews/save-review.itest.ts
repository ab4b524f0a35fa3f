import { afterAll, beforeAll, expect, it } from "vitest";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People, type Person } from "@/lib/container/testing/people";
import { AppError } from "@/lib/contracts/errors";
import { decisionQuery, type DecisionRow } from "@/lib/contracts/runs";
import type { SaveReview } from "@/lib/contracts/reviews";
import { SYSTEM } from "@/lib/domain/access";
import type { Value } from "@/lib/domain/scenario";

let installation: Installation;
let people: People;
let ada: Person;
let ben: Person;
let runId: string;
let decisions: DecisionRow[];

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  await installation.workHere();
  const { services } = installation.container;
  const { runIds } = await services.startStudy(SYSTEM, {
    template: "opinion-dynamics",
    parameters: { voters: 12 },
    rounds: 2,
    seed: 3,
    replicates: 1,
  });
  runId = runIds[0] ?? "";
  expect((await installation.settled(runId)).progress.status).toBe("completed");
  [ada, ben] = [await people.member("researcher"), await people.member("owner")];
  decisions = (await services.listDecisions(ada, runId, { limit: 500 })).rows;
});
afterAll(async () => {
  await people.close();
  await installation.close();
});

const at = (phase: string, round: number): DecisionRow =>
  decisions.find((row) => row.phase === phase && row.round === round)!;
const save = (actor: Person, { version, seq }: DecisionRow, change: SaveReview) =>
  installation.container.services.saveReview(actor, { runId, version, seq }, change);
const detail = (actor: Person, { version, seq }: DecisionRow) =>
  installation.container.services.getDecision(actor, { runId, version, seq });

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

it("stores a score, a rewritten answer and a comment independently of each other", async () => {
  const post = at("speak", 1);
  expect((await detail(ada, post)).review).toBeNull();
  await save(ada, post, { score: 4 });
  await save(ada, post, { rewrite: { text: "  I would wait and see.\u0000 " } });
  const saved = await save(ada, post, { comment: "Too polished\0 before." });
  expect(saved).toMatchObject({
    score: 4,
    rewrite: { text: "I would wait and see." },
    comment: "Too polished\ufffd before.",
  });
  expect((await detail(ada, post)).review).toEqual(saved);
  expect(new Date(saved.updatedAt).toISOString()).toBe(saved.updatedAt);
  expect(await save(ada, post, { score: null })).toMatchObject({
    score: null,
    rewrite: { text: "I would wait and see." },
  });
  expect(await save(ada, post, { rewrite: null, score: 2 })).toMatchObject({
    score: 2,
    rewrite: null,
    comment: "Too polished\ufffd before.",
  });
});

it("refuses an answer the agent could not have given, says why, and loses nothing", async () => {
  const reflect = at("read", 2);
  const { values } = await detail(ada, reflect);
  const { fields } = await installation.container.services.getAnswerForm(ada, {
    runId,
    version: reflect.version,
    seq: reflect.seq,
  });
  const opinion = fields.find(({ name }) => name === "opinion")!;
  // The bounds are those at the time of the decision: the agent's opinion then, give or take one.
  expect(opinion).toMatchObject({ type: "number", optional: false });
  const { min, max } = opinion as { min: number; max: number };
  expect(max - min).toBeLessThanOrEqual(2 + 1e-9);
  expect(Number(values?.opinion)).toBeGreaterThanOrEqual(min - 1e-9);
  expect(Number(values?.opinion)).toBeLessThanOrEqual(max + 1e-9);
  expect(fields.find(({ name }) => name === "why")).toMatchObject({ type: "text", maxLength: 200 });

  const good = { opinion: (min + max) / 2, why: "Slept on it." };
  const saved = await save(ada, reflect, { score: 5, rewrite: good });
  const wrong: [Record<string, Value>, RegExp][] = [
    [{ ...good, opinion: max + 0.5 }, /`opinion` must be between/],
    [{ ...good, opinion: "3" }, /`opinion` must be/],
    [{ ...good, why: "x".repeat(201) }, /`why` must have at most 200 characters; yours has 201/],
    [{ opinion: good.opinion }, /`why` is missing/],
    [{ ...good, text: "another action's" }, /not asked for `text`/],
    [{}, /`opinion` is missing.*`why` is missing/],
  ];
  for (const [rewrite, message] of wrong) {
    const error = await refusal(save(ada, reflect, { score: 1, rewrite }));
    expect(error).toMatchObject({ code: "invalid" });
    expect(error.message).toMatch(message);
  }
  expect((await detail(ada, reflect)).review).toEqual(saved);
});

it("keeps the verdicts of several people apart, even when saved concurrently", async () => {
  const reflect = at("read", 1);
  await Promise.all(
    [1, 2, 3, 4, 5].flatMap((score) => [
      save(ada, reflect, { score }),
      save(ben, reflect, { comment: `Comment ${score}` }),
    ]),
  );
  const [adas, bens] = [(await detail(ada, reflect)).review, (await detail(ben, reflect)).review];
  expect(adas).toMatchObject({ comment: null });
  expect(adas?.score).toBeGreaterThan(0);
  expect(bens).toMatchObject({
    score: null,
    comment: expect.stringMatching(/^Comment \d$/) as string,
  });
  expect(
    await people.database.prisma.review.count({
      where: { version: reflect.version, seq: reflect.seq },
    }),
  ).toBe(2);

  const { services } = installation.container;
  const [mine] = (
    await services.listDecisions(ada, runId, { limit: 500, reviewed: "yes" })
  ).rows.filter(({ version, seq }) => version === reflect.version && seq === reflect.seq);
  expect(mine).toMatchObject({ score: adas?.score, hasRewrite: false });
  expect(
    (await services.listDecisions(ben, runId, { limit: 500, reviewed: "yes" })).rows,
  ).toHaveLength(1);
  expect(
    await refusal(
      services.saveReview(
        SYSTEM,
        { runId, version: reflect.version, seq: reflect.seq },
        { score: 1 },
      ),
    ),
  ).toMatchObject({ code: "invalid" });
});

it("finds decisions of the run only", async () => {
  const { services } = installation.container;
  for (const [version, seq] of [
    [0, 0],
    [999_999_999, 0],
    [2, 999_999_999],
  ] as const) {
    expect(await refusal(services.getDecision(ada, { runId, version, seq }))).toMatchObject({
      code: "notFound",
    });
    expect(
      await refusal(services.saveReview(ada, { runId, version, seq }, { score: 1 })),
    ).toMatchObject({ code: "notFound" });
  }
});

it("pages through decisions under any filter that a request can carry", async () => {
  const { services } = installation.container;
  const list = (query: object) => services.listDecisions(ada, runId, decisionQuery.parse(query));
  const seen: string[] = [];
  for (let after: string | null = null; ;) {
    const page = await list({ limit: "7", ...(after !== null && { after }) });
    expect(page.total).toBe(decisions.length);
    seen.push(...page.rows.map(({ version, seq }) => `${version}.${seq}`));
    after = page.next;
    if (after === null) break;
  }
  expect(seen).toEqual(decisions.map(({ version, seq }) => `${version}.${seq}`));

  const speakers = decisions.filter(({ phase, round }) => phase === "speak" && round === 2);
  expect(await list({ phase: "speak", round: "2" })).toMatchObject({
    total: speakers.length,
    rows: speakers.map(({ agent }) => ({ agent })),
  });
  const [{ agent }] = decisions as [DecisionRow];
  expect(
    (await list({ agent: agent.toLowerCase() })).rows.every((row) => row.agent.startsWith(agent)),
  ).toBe(true);
  // All of a type, counted up to the limit.
  expect(await list({ agent: agent.slice(0, 3), limit: "500" })).toMatchObject({
    total: decisions.length,
    atLeast: false,
  });
  expect(
    await list({ agent, after: `${String(decisions[0]?.version)}.999999999`, limit: "500" }),
  ).toMatchObject({
    rows: decisions
      .filter((row) => row.agent === agent && row.version > (decisions[0]?.version ?? 0))
      .map(({ version, seq }) => ({ version, seq })),
  });
  const nothing = { total: 0, atLeast: false, rows: [], next: null };
  for (const query of [
    { agent: "%" },
    { agent: "_" },
    { agent: "\\" },
    { agent: "a\0b" },
    { phase: "'; DROP TABLE decision; --\0" },
    { round: "10000" },
    { status: "rejected", agent: "nobody" },
  ])
    expect(await list(query)).toEqual(nothing);
  expect((await list({ after: "999999999.999999999" })).rows).toEqual([]);
  for (const query of [
    { round: "99999999999" },
    { after: `${"9".repeat(400)}.1` },
    { limit: "501" },
    { limit: "0" },
    { status: "odd" },
  ])
    expect(decisionQuery.safeParse(query).success).toBe(false);
});
