import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People } from "@/lib/container/testing/people";
import type { Services } from "@/lib/container";
import { AppError } from "@/lib/contracts/errors";
import { type Actor, SYSTEM } from "@/lib/domain/access";
import { sampleTable } from "@/lib/domain/gallery/samples";
import type { ScenarioDocument } from "@/lib/domain/scenario";

let installation: Installation;
let people: People;
let services: Services;
let researcher: Actor;

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  ({ services } = installation.container);
  await installation.workHere();
  await services.listDatasets(SYSTEM);
  researcher = await people.member("researcher");
});
afterAll(async () => {
  await people.close();
  await installation.close();
});

/** Yields a file in pieces that cut lines and characters. */
async function* pieces(text: string | Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const upload = (
  name: string,
  text: string | Uint8Array,
  actor: Actor = researcher,
  size?: number,
) => services.uploadDataset(actor, { name, fileName: `${name}.csv` }, pieces(text, size));

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
}

const stored = async () => ({
  datasets: await people.database.prisma.dataset.count(),
  chunks: await people.database.prisma.datasetChunk.count(),
});
/** Removes deleted tables without the time in which they can be restored. */
async function removeForGood(): Promise<void> {
  for (const { id } of (await services.listDeletions(researcher)).deletions)
    await services.purgeNow(researcher, id);
  await services.purgeDeletions();
}
const names = async (actor: Actor = researcher): Promise<string[]> =>
  (await services.listDatasets(actor)).datasets
    .filter(({ isSample }) => !isSample)
    .map(({ name }) => name);

describe("an uploaded table", () => {
  it("is stored with its columns and rows, however its upload is split", async () => {
    const rows = Array.from(
      { length: 12_345 },
      (_, index) => `${index},"Ünïcödé, ${index % 7}",${index % 2 === 0 ? "" : "0.5"}`,
    );
    const text = `id,name,share\r\n${rows.join("\r\n")}`;
    const summary = await upload("big", text, researcher, 1_001);
    expect(summary).toMatchObject({
      name: "big",
      fileName: "big.csv",
      rows: 12_345,
      bytes: new TextEncoder().encode(text).length,
      isSample: false,
    });
    expect(summary.columns).toEqual([
      { name: "id", type: "integer", missing: 0, range: [0, 12_344] },
      { name: "name", type: "text", missing: 0, values: expect.arrayContaining(["Ünïcödé, 0"]) },
      { name: "share", type: "number", missing: 6_173, range: [0.5, 0.5] },
    ]);
    const { preview } = await services.getDataset(researcher, summary.id);
    expect(preview).toHaveLength(50);
    expect(preview[1]).toEqual(["1", "Ünïcödé, 1", "0.5"]);
    expect((await stored()).chunks).toBe(3);
    await services.deleteSubject(researcher, { kind: "dataset", id: summary.id });
    await removeForGood();
    expect(await stored()).toEqual({ datasets: 0, chunks: 0 });
  });

  it("replaces an earlier one with its name, and disappears when deleted", async () => {
    const first = await upload("films", "id,title\n1,Rain\n");
    const second = await upload("films", "id,title\n1,Snow\n2,Hail\n");
    expect(
      (await services.listDatasets(researcher)).datasets
        .filter(({ name }) => name === "films")
        .map(({ id }) => id),
    ).toEqual([second.id]);
    expect((await refusal(services.getDataset(researcher, first.id))).code).toBe("notFound");
    await services.deleteSubject(researcher, { kind: "dataset", id: second.id });
    expect(await names()).toEqual([]);
    await removeForGood();
  });

  it("is stored once when two people upload it concurrently", async () => {
    const sent = await Promise.all([
      upload("twice", "a\n1x\n"),
      upload("twice", "a\n2x\n"),
      upload("twice", "a\n3x\n"),
    ]);
    const [stored] = (await services.listDatasets(researcher)).datasets.filter(
      ({ name }) => name === "twice",
    );
    expect(await names()).toEqual(["twice"]);
    expect(sent.map(({ id }) => id)).toContain(stored?.id);
    await services.deleteSubject(researcher, { kind: "dataset", id: stored?.id ?? "" });
    await removeForGood();
  });

  it.each([
    ["a row with too many cells", "a,b\n1,2\n1,2,3\n", /Line 3 has 3 cells.*Nothing was stored/],
    ["nothing in it", "", /The file is empty/],
    [
      "a quote that is never closed, after many good rows",
      `a,b\n${"1,2\n".repeat(20_000)}1,"2\n`,
      /Line 20002: the quote that begins a cell here is never closed/,
    ],
    [
      "another encoding",
      new Uint8Array([
        ...new TextEncoder().encode("name\nM"),
        0xfc,
        ...new TextEncoder().encode("ller\n"),
      ]),
      /not in UTF-8/,
    ],
    ["two columns of one name", "a,a\n1,2", /both called “a”/],
  ])("with %s is refused, and leaves nothing", async (_, text, message) => {
    const error = await refusal(upload("bad", text, researcher, 4_096));
    expect([error.code, error.message]).toEqual(["invalid", expect.stringMatching(message)]);
    expect(await stored()).toEqual({ datasets: 0, chunks: 0 });
  });

  it("leaves nothing when its upload is aborted, and frees its slot", async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* pieces(`a,b\n${"1,2\n".repeat(6_000)}`, 4_096);
      throw new Error("the connection broke");
    }
    for (let attempt = 0; attempt < 5; attempt += 1)
      await expect(
        services.uploadDataset(researcher, { name: "half", fileName: "half.csv" }, broken()),
      ).rejects.toThrow("the connection broke");
    expect(await stored()).toEqual({ datasets: 0, chunks: 0 });
  });

  it("is refused for now while too many are being stored", async () => {
    let finish = (): void => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    let arrived = 0;
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield* pieces("a,b\n");
      arrived += 1;
      await held;
      yield* pieces("1,2\n");
    }
    const sending = ["s1", "s2", "s3"].map((name) =>
      services.uploadDataset(researcher, { name, fileName: "slow.csv" }, slow()),
    );
    // Otherwise the fourth may overtake one of them.
    await expect.poll(() => arrived, { timeout: 120_000 }).toBe(3);
    expect((await refusal(upload("fourth", "a,b\n1,2\n"))).code).toBe("tooMany");
    finish();
    for (const { id } of await Promise.all(sending))
      await services.deleteSubject(researcher, { kind: "dataset", id });
  });
});

describe("permissions on datasets", () => {
  it("match those of studies: readers read, researchers change, outsiders neither", async () => {
    const { id } = await upload("private", "a\nx\n");
    const [viewer, annotator, outsider] = [
      await people.member("viewer"),
      await people.member("annotator"),
      await people.outsider(),
    ];
    expect((await services.listDatasets(viewer)).mayChange).toBe(false);
    expect((await services.getDataset(viewer, id)).preview).toEqual([["x"]]);
    for (const actor of [viewer, annotator]) {
      expect((await refusal(upload("other", "a\nx\n", actor))).code).toBe("notFound");
      expect((await refusal(services.deleteSubject(actor, { kind: "dataset", id }))).code).toBe(
        "notFound",
      );
    }
    expect((await refusal(services.listDatasets(annotator))).code).toBe("notFound");
    expect(await names(outsider)).toEqual([]);
    const missing = await refusal(
      services.getDataset(outsider, "00000000-0000-7000-8000-000000000000"),
    );
    for (const other of [id, "x", "sample:nothing", "\0"])
      expect((await refusal(services.getDataset(outsider, other))).message).toBe(missing.message);
    await services.deleteSubject(researcher, { kind: "dataset", id });
  });

  it("show the synthetic samples to all readers, and let no one delete them", async () => {
    const movies = (await services.listDatasets(researcher)).datasets.find(
      ({ id }) => id === "sample:movies",
    );
    expect(movies).toMatchObject({ name: "movies", rows: 60, isSample: true });
    expect((await services.getDataset(researcher, "sample:movies")).preview[0]?.[2]).toBe(
      "Crime|Mystery",
    );
    expect(
      (await refusal(services.deleteSubject(researcher, { kind: "dataset", id: "sample:movies" })))
        .code,
    ).toBe("notFound");
  });
});

/** People who have rated films and state once what they would watch. */
const films: ScenarioDocument = {
  schema: "microcosm/scenario/1",
  name: "films",
  title: "Films",
  summary: "People choose a film.",
  instructions: "",
  rounds: 1,
  agents: {
    Person: {
      count: 60,
      profile: "You like films.",
      attributes: { seen: { type: "integer", init: 0, dynamic: true } },
    },
  },
  tables: {
    Movie: {
      dataset: { name: "movies" },
      attributes: {
        movieId: { type: "integer", init: { column: "movieId" } },
        title: { type: "text", init: { column: "title" } },
        genres: { type: "list", of: { type: "text" }, init: { column: "genres" } },
      },
    },
  },
  networks: {
    Rated: {
      between: ["Person", "Movie"],
      directed: true,
      dataset: { name: "ratings", source: "userId", target: "movieId", targetKey: "movieId" },
      attributes: { stars: { type: "number", min: 0.5, max: 5, init: { column: "rating" } } },
    },
  },
  phases: [
    {
      id: "count",
      rules: [{ forEach: "Person", as: "p", do: [{ set: "p.seen", to: "degree('Rated', p)" }] }],
    },
  ],
  measures: {
    ratings: { value: "count(Rated)", label: "Ratings" },
    stars: { value: "mean(Rated.map(r, r.stars))", label: "Mean rating" },
    seen: { value: "sum(Person.map(p, p.seen))", label: "Films seen" },
    genres: { value: "sum(Movie.map(m, size(m.genres)))", label: "Genres" },
  },
};

const finished = async (
  document: ScenarioDocument,
): Promise<{ runId: string; values: Record<string, number | null | undefined> }> => {
  const { runIds } = await services.startStudy(researcher, {
    document,
    parameters: {},
    seed: 1,
    replicates: 1,
  });
  const runId = runIds[0] ?? "";
  const run = await installation.settled(runId);
  expect([run.progress.status, run.progress.statusReason]).toEqual(["completed", null]);
  const series = await services.listMeasures(researcher, runId);
  return {
    runId,
    values: Object.fromEntries(series.map(({ name, points }) => [name, points.at(-1)?.value])),
  };
};

describe("a study whose scenario names tables", () => {
  it("runs with the samples, and replays to the same digest", async () => {
    const { columns, rows } = sampleTable("ratings")!;
    const stars = rows.map((row) => Number(row[columns.indexOf("rating")]));
    const { runId, values } = await finished(films);
    expect(values).toMatchObject({ ratings: 1_200, seen: 1_200 });
    expect(values["stars"]).toBeCloseTo(
      stars.reduce((sum, star) => sum + star, 0) / stars.length,
      9,
    );
    expect(await services.replayRun(researcher, runId)).toMatchObject({ equal: true });
  });

  it("runs with the project's own dataset, and keeps it when that is replaced", async () => {
    const own = await upload("ratings", "userId;movieId;rating\n1;3;4,5\n2;3;1,5\n");
    const { runId, values } = await finished(films);
    expect(values).toMatchObject({ ratings: 2, stars: 3 });
    const other = await upload("ratings", "userId,movieId,rating\n1,3,5\n");
    await services.deleteSubject(researcher, { kind: "dataset", id: other.id });
    await removeForGood();
    expect(await names()).toEqual([]);
    expect((await services.replayRun(researcher, runId)).equal).toBe(true);
    expect((await refusal(services.getDataset(researcher, own.id))).code).toBe("notFound");
    expect((await finished(films)).values).toMatchObject({ ratings: 1_200 });
  });

  it("is refused, and nothing is stored, when a dataset or column is missing", async () => {
    const before = (await services.listStudies(researcher)).length;
    const named = (name: string): ScenarioDocument => ({
      ...films,
      tables: { Movie: { ...films.tables!["Movie"]!, dataset: { name } } },
    });
    const start = (document: ScenarioDocument) =>
      refusal(
        services.startStudy(researcher, { document, parameters: {}, seed: 1, replicates: 1 }),
      );
    expect((await start(named("movis"))).problems).toEqual([
      {
        pointer: "/tables/Movie/dataset/name",
        message:
          "No dataset is named “movis”. Available datasets: movies, ratings. Upload it on " +
          "the Data page.",
        suggestion: "movies",
      },
    ]);
    const renamed = await start({
      ...films,
      networks: {
        Rated: {
          ...films.networks!["Rated"]!,
          dataset: { name: "ratings", source: "usrId", target: "movieId" },
        },
      },
    });
    expect([renamed.code, renamed.problems[0]?.pointer, renamed.problems[0]?.suggestion]).toEqual([
      "invalid",
      "/networks/Rated/dataset/source",
      "userId",
    ]);
    expect(await services.listStudies(researcher)).toHaveLength(before);
  });

  it("fails at its set-up with row, column and value of an invalid cell", async () => {
    const own = await upload("ratings", "userId,movieId,rating\n1,3,5\n1,4,7\n");
    const { runIds } = await services.startStudy(researcher, {
      document: films,
      parameters: {},
      seed: 1,
      replicates: 1,
    });
    const run = await installation.settled(runIds[0] ?? "");
    expect(run.progress).toMatchObject({ status: "failed", pauseCause: "scenario" });
    expect(run.progress.statusReason).toContain(
      "Row 2 of the dataset “ratings”, column “rating”: “7” is more than 5.",
    );
    await services.deleteSubject(researcher, { kind: "dataset", id: own.id });
  });
});

it("reads numbers as the file writes them; omits and counts rows without a value", async () => {
  const stored = await upload(
    "pay",
    "sep=;\nname;pay;share\nAnn;1.000;0,5\n;;\nBo;12.500;0,25\n#N/A;;\nCy;#N/A;.a\n",
  );
  expect(stored).toMatchObject({ rows: 3, emptyRows: 2 });
  expect(await services.getDataset(researcher, stored.id)).toMatchObject({ emptyRows: 2 });
  const { values } = await finished({
    ...films,
    tables: {},
    networks: {},
    agents: {
      Person: {
        dataset: { name: "pay" },
        profile: "",
        attributes: {
          pay: { type: "number", init: { column: "pay", otherwise: { constant: 0 } } },
          share: { type: "number", init: { column: "share", otherwise: { constant: 0 } } },
        },
      },
    },
    phases: [{ id: "rest", rules: [] }],
    measures: {
      people: { value: "count(Person)", label: "People" },
      pay: { value: "sum(Person.map(p, p.pay))", label: "Pay" },
      share: { value: "sum(Person.map(p, p.share))", label: "Share" },
    },
  });
  expect(values).toMatchObject({ people: 3, pay: 13_500, share: 0.75 });
  await services.deleteSubject(researcher, { kind: "dataset", id: stored.id });
});
