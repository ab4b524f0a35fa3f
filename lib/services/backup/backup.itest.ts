import { randomBytes } from "node:crypto";
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { migrate } from "@/lib/adapters/db/migrate";
import { createTestDatabase, execute, type TestDatabase } from "@/lib/adapters/db/test-database";
import { parseEnv } from "@/lib/config/env";
import { openContainer, type Container } from "@/lib/container";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People } from "@/lib/container/testing/people";
import { SYSTEM } from "@/lib/domain/access";
import { processJobs } from "@/lib/container/testing/process-jobs";
import { prepareQueueTables } from "@/lib/adapters/queue/prepare";
import { waitFor } from "@/lib/container/testing/wait-for";
import { differences, tableDigests, type TableDigests } from "./testing/table-digests";

const KEY = "sk-a-key-of-the-laboratory";
const BY = "ann on lab";
const MIGRATIONS = "prisma/migrations";
const SMALL = {
  template: "opinion-dynamics",
  parameters: { voters: 12 },
  rounds: 2,
  replicates: 1,
};
/** What a restore changes on purpose, and what a backup leaves out. */
const CHANGED = ["audit_entry", "run", "poll", "process_status", "session", "password_link"];

let installation: Installation;
let people: People;
let folder: string;
let file: string;
let active: string;
let atBackup: TableDigests;

const opened: { readonly container: Container; readonly database: TestDatabase }[] = [];

/** Another installation on an empty database; with `key`, it has this ENCRYPTION_KEY. */
async function another(key = randomBytes(32).toString("base64")) {
  const database = await createTestDatabase();
  await prepareQueueTables(database.url);
  const container = openContainer(
    parseEnv({
      DATABASE_URL: database.url,
      AUTH_SECRET: randomBytes(32).toString("hex"),
      ENCRYPTION_KEY: key,
    }),
    "test",
  );
  opened.push({ container, database });
  return { container, database };
}

const restoreInto = ({ container }: { readonly container: Container }, from = file) =>
  container.services.restoreBackup(SYSTEM, { file: from, replace: false, by: BY });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "microcosm-backup-"));
  file = join(folder, "lab.tar.gz");
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  const { services } = installation.container;
  await installation.workHere();
  const first = await services.startStudy(SYSTEM, { ...SMALL, seed: 1 });
  await installation.settled(first.runIds[0] ?? "");
  const owner = await people.member("owner", { administrator: true });
  await people.signIn(owner, installation.authSecret);
  await services.createEndpoint(SYSTEM, {
    ...{ name: "Lab", baseUrl: "http://127.0.0.1:9/v1", model: "m", apiKey: KEY },
  });
  async function* csv(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode('name,note\nAnn,"a\tb\\n c"\n"Zoë\r\nline",ü🔑\n');
  }
  await services.uploadDataset(SYSTEM, { name: "people", fileName: "people.csv" }, csv());

  // A run stays in the middle of a step while the backup is made.
  installation.gate.hold(4);
  active = (await services.startStudy(SYSTEM, { ...SMALL, seed: 2 })).runIds[0] ?? "";
  await installation.gate.untilHeld();
  const runs = people.database.prisma;
  const { key } = await runs.run.findUniqueOrThrow({ where: { id: active } });
  await waitFor(
    () => runs.decision.count({ where: { run: key } }),
    (count) => count === 4,
  );
  atBackup = await tableDigests(installation.databaseUrl);
  const seen: string[] = [];
  const summary = await services.backUp(SYSTEM, {
    ...{ file, withKeys: true, by: BY },
    onTable: ({ name }) => seen.push(name),
  });
  expect(summary).toMatchObject({ file, keys: "encrypted", tables: seen.length });
  installation.gate.release();
  await installation.settled(active);
});
afterEach(async () => {
  for (const { container, database } of opened.splice(0)) {
    await container.close();
    await database.drop();
  }
});
afterAll(async () => {
  await people.close();
  await installation.close();
  rmSync(folder, { recursive: true });
});

it("writes a private file that is not there before it is complete", async () => {
  expect(statSync(file).mode & 0o077).toBe(0);
  const { services } = installation.container;
  await expect(services.backUp(SYSTEM, { file, withKeys: true, by: BY })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("exists") as string,
  });
  await expect(
    services.backUp(SYSTEM, { file: join(folder, "none", "a.tar.gz"), withKeys: true, by: BY }),
  ).rejects.toMatchObject({ code: "invalid" });
});

it("restores every row as of one moment of a running installation", async () => {
  const other = await another();
  const summary = await restoreInto(other);
  expect(summary).toMatchObject({ migrated: [], pausedRuns: 1, stoppedPolls: 0 });
  const restored = await tableDigests(other.database.url);
  expect(differences(atBackup, restored).filter((name) => !CHANGED.includes(name))).toEqual([]);
  // Not empty, so that the comparison means something.
  expect(restored.decision).not.toMatch(/^0 /);
  expect(restored.dataset_chunk).toMatch(/^1 /);
  expect(restored.session).toMatch(/^0 /);
});

it("pauses the run that was active, which then ends as it did where it went on", async () => {
  const other = await another();
  await restoreInto(other);
  const { services } = other.container;
  const { progress } = await services.getRun(SYSTEM, active);
  expect(progress).toMatchObject({ status: "paused", pauseCause: "restore", resumeAt: null });
  expect(progress.statusReason).toContain("backup");
  const consumers = await processJobs(other.container);
  await services.commandRun(SYSTEM, active, "resume");
  const ended = await waitFor(
    () => services.getRun(SYSTEM, active),
    (run) => run.progress.status === "completed",
  );
  await consumers.close();
  const original = await installation.container.services.getRun(SYSTEM, active);
  expect(ended.progress.digest).toBe(original.progress.digest);
});

it("gives new runs keys that no restored run has", async () => {
  const other = await another();
  await restoreInto(other);
  const { rows } = await openedPool(other.database.url);
  expect(rows).toEqual([{ free: true }]);
});

async function openedPool(url: string) {
  const other = openPeople(url);
  try {
    return await other.database.pool.query<{ free: boolean }>(
      "SELECT nextval(pg_get_serial_sequence('run', 'key')) > max(key) AS free FROM run",
    );
  } finally {
    await other.close();
  }
}

it("keeps API keys encrypted, and says where they cannot be read", async () => {
  expect(gunzipSync(readFileSync(file)).includes(KEY)).toBe(false);
  const other = await another();
  expect(await restoreInto(other)).toMatchObject({ keys: "encrypted", unreadableKeys: 1 });

  const without = join(folder, "without-keys.tar.gz");
  const { services } = installation.container;
  await services.backUp(SYSTEM, { file: without, withKeys: false, by: BY });
  const { rows } = await people.database.pool.query<{ key_cipher: string }>(
    "SELECT key_cipher FROM endpoint WHERE key_cipher IS NOT NULL",
  );
  expect(rows).toHaveLength(1);
  expect(gunzipSync(readFileSync(without)).includes(rows[0]?.key_cipher ?? "?")).toBe(false);
  const third = await another();
  expect(await restoreInto(third, without)).toMatchObject({ keys: "left out", unreadableKeys: 0 });
});

it("writes who backed up and restored into the audit log", async () => {
  const other = await another();
  await restoreInto(other);
  const { entries } = await other.container.services.listAudit(SYSTEM, { limit: 5 });
  expect(entries[0]).toMatchObject({
    action: "installation.restore",
    after: { by: BY, file, replace: false },
  });
  const here = await installation.container.services.listAudit(SYSTEM, { limit: 50 });
  expect(here.entries).toContainEqual(
    expect.objectContaining({
      action: "installation.backUp",
      after: expect.objectContaining({ by: BY, file }) as unknown,
    }),
  );
});

it("leaves an installation with data alone, unless told to replace them", async () => {
  const other = await another();
  await restoreInto(other);
  const before = await tableDigests(other.database.url);
  await expect(restoreInto(other)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/1 accounts, 2 studies.*--replace/) as string,
  });
  expect(await tableDigests(other.database.url)).toEqual(before);
  await other.container.services.restoreBackup(SYSTEM, { file, replace: true, by: BY });
  const after = await tableDigests(other.database.url);
  // The epochs of runs rise, so that jobs of the former data have no effect.
  expect(differences(before, after)).toEqual(["audit_entry", "run"]);
});

it("refuses while another process uses the installation", async () => {
  const other = await another();
  const heartbeat = other.container.announce(["simulation"]);
  await waitFor(
    () => other.container.services.getLivePool(SYSTEM),
    ({ workers }) => workers > 0,
  );
  await expect(restoreInto(other)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("Stop the app and all workers") as string,
  });
  await heartbeat.stop();
  await restoreInto(other);
});

it("refuses a file that is damaged, cut off, changed or of something else", async () => {
  const other = await another();
  const before = await tableDigests(other.database.url);
  const whole = readFileSync(file);
  const tar = gunzipSync(whole);
  const flipped = Buffer.from(tar);
  const row = flipped.indexOf("tables/decision/") + 512 + 40;
  flipped[row] = (flipped[row] ?? 0) ^ 1;
  const noise = Buffer.from(whole);
  noise.fill(0x55, whole.length >> 1, (whole.length >> 1) + 64);
  const bad = {
    "cut off": whole.subarray(0, whole.length - 5_000),
    "without its manifest": gzipSync(
      Buffer.concat([tar.subarray(0, tar.lastIndexOf("manifest.json")), Buffer.alloc(1024)]),
    ),
    "a changed row": gzipSync(flipped),
    "damaged bytes": noise,
    "plain text": Buffer.from("id,name\n1,Ann\n"),
    "another archive": gzipSync(Buffer.alloc(1024)),
    empty: Buffer.alloc(0),
  };
  for (const [name, bytes] of Object.entries(bad)) {
    const path = join(folder, `${name}.tar.gz`);
    writeFileSync(path, bytes);
    await expect(restoreInto(other, path), name).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining("Nothing was changed") as string,
    });
    await expect(other.container.services.checkBackup(SYSTEM, path), name).rejects.toThrow();
  }
  await expect(restoreInto(other, join(folder, "none"))).rejects.toThrow("no such file");
  expect(await tableDigests(other.database.url)).toEqual(before);
  expect(await other.container.services.checkBackup(SYSTEM, file)).toMatchObject({ file });
});

it("refuses a backup of a newer program, by its migrations", async () => {
  const newer = await another();
  await execute(
    newer.database.url,
    `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at)
      VALUES ('x', repeat('0', 64), '20990101000000_future', now())`,
  );
  const path = join(folder, "newer.tar.gz");
  await newer.container.services.backUp(SYSTEM, { file: path, withKeys: true, by: BY });
  const other = await another();
  await expect(restoreInto(other, path)).rejects.toMatchObject({
    code: "migration-unknown",
    message: expect.stringContaining("20990101000000_future") as string,
  });
});

it("brings a backup of an older version up to date", async () => {
  const all = readdirSync(MIGRATIONS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const later = all.slice(all.findIndex((name) => name.endsWith("_audit_log")) + 1);
  const old = await openOldInstallation(all.filter((name) => !later.includes(name)));
  const path = join(folder, "old.tar.gz");
  await old.container.services.backUp(SYSTEM, { file: path, withKeys: true, by: BY });
  const other = await another();
  expect(await restoreInto(other, path)).toMatchObject({ migrated: later });
  const restored = openPeople(other.database.url);
  const { rows } = await restored.database.pool.query(
    "SELECT p.name, d.rows, d.empty_rows FROM dataset d JOIN project p ON p.id = d.project_id",
  );
  expect(rows).toEqual([{ name: "Old", rows: 7, empty_rows: 0 }]);
  await restored.close();
});

/** An installation whose database has only these migrations, with a project and a table. */
async function openOldInstallation(migrations: readonly string[]) {
  const old = await another();
  const some = join(folder, "migrations");
  for (const name of migrations)
    cpSync(join(MIGRATIONS, name), join(some, name), { recursive: true });
  await execute(old.database.url, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  await migrate(old.database.url, some);
  await execute(
    old.database.url,
    `WITH made AS (INSERT INTO project (id, name) VALUES (gen_random_uuid(), 'Old') RETURNING id)
      INSERT INTO dataset (id, project_id, name, file_name, columns, rows, bytes)
      SELECT gen_random_uuid(), id, 'people', 'people.csv', '[]', 7, 70 FROM made`,
  );
  return old;
}
