import { once } from "node:events";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { openCommandLine, type TestCommandLine } from "./testing/command-line";
import { execute } from "@/lib/adapters/db/test-database";
import { openTestContainer, type TestContainer } from "@/lib/container/testing/test-container";
import { waitFor } from "@/lib/container/testing/wait-for";
import { SYSTEM } from "@/lib/domain/access";
import {
  differences,
  tableDigests,
  type TableDigests,
} from "@/lib/services/backup/testing/table-digests";

/** What a restore changes on purpose, and what a backup leaves out. */
const CHANGED = ["audit_entry", "process_status"];
const ROWS = 40_000;
const GATE = 4_711;

let source: TestContainer;
let target: TestContainer;
let commandLine: TestCommandLine;
let file: string;
let wanted: TableDigests;
let former: TableDigests;
/** Holds the locks at which a restore waits. */
let gate: pg.Client;

beforeAll(async () => {
  source = await openTestContainer();
  await source.people.outsider();
  await execute(
    source.database.url,
    `INSERT INTO decision (run, version, seq, round, phase, agent_type, agent, slot, kind, status,
        raw)
      SELECT 1, 1, n, 1, 'vote', 'Voter', 'Voter-' || n, 0, 'act', 'valid', repeat(md5(n::text), 9)
      FROM generate_series(1, ${ROWS}) n`,
  );
});
beforeEach(async () => {
  target = await openTestContainer();
  await target.people.outsider();
  await target.people.outsider();
  commandLine = await openCommandLine({ variables: { DATABASE_URL: target.database.url } });
  file = join(commandLine.folder, "lab.tar.gz");
  await source.container.services.backUp(SYSTEM, { file, withKeys: true, by: "test" });
  wanted = await tableDigests(source.database.url);
  former = await tableDigests(target.database.url);
  gate = new pg.Client({ connectionString: target.database.url });
  await gate.connect();
});
afterEach(async () => {
  await gate.end();
  await commandLine.close();
  await target.close();
});
afterAll(() => source.close());

/** Waits until a statement of the restore, or of another program, waits for a lock. */
async function untilBlocked(program: string): Promise<void> {
  await waitFor(
    async () =>
      (
        await target.people.database.pool.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
            AND wait_event_type = 'Lock' AND application_name LIKE $1`,
          [program],
        )
      ).rowCount,
    (count) => count !== 0,
  );
}

/** Kills the command while a lock holds it, then lets the server notice. */
async function kill(started: ReturnType<TestCommandLine["start"]>): Promise<void> {
  const ended = once(started.child, "close");
  started.child.kill("SIGKILL");
  await ended;
}

async function untilGone(): Promise<void> {
  await waitFor(
    async () =>
      (
        await target.people.database.pool.query(
          "SELECT 1 FROM pg_stat_activity WHERE application_name = 'microcosm restore'",
        )
      ).rowCount,
    (count) => count === 0,
  );
}

/** A second restore completes, whatever the first one left. */
async function expectRestorable(): Promise<void> {
  const { code, err, out } = await commandLine.run("restore", file, "--replace");
  expect([code, err]).toEqual([0, expect.stringContaining("decision: 40,000 rows")]);
  expect(JSON.parse(out)).toMatchObject({ keys: "encrypted", migrated: [] });
  await expectRestored();
}

async function expectRestored(): Promise<void> {
  const restored = await tableDigests(target.database.url);
  expect(differences(wanted, restored).filter((name) => !CHANGED.includes(name))).toEqual([]);
}

async function expectUntouched(): Promise<void> {
  expect(await tableDigests(target.database.url)).toEqual(former);
  const { rows } = await target.people.database.pool.query(
    "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'microcosm%'",
  );
  expect(rows).toEqual([]);
}

it("leaves the former data when it is killed while it loads", async () => {
  // The restore waits at its first row of `decision`.
  await gate.query(`
    CREATE FUNCTION public.wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_advisory_xact_lock_shared(${GATE}); RETURN NULL; END $$;
    CREATE FUNCTION public.add_gate() RETURNS event_trigger LANGUAGE plpgsql AS $$
      DECLARE made record;
      BEGIN
        FOR made IN SELECT * FROM pg_event_trigger_ddl_commands() LOOP
          IF made.object_identity LIKE 'microcosm_restore_%.decision' THEN
            EXECUTE format('CREATE TRIGGER gate BEFORE INSERT ON %s EXECUTE FUNCTION
              public.wait_at_gate()', made.object_identity);
          END IF;
        END LOOP;
      END $$;
    CREATE EVENT TRIGGER gate ON ddl_command_end WHEN TAG IN ('CREATE TABLE')
      EXECUTE FUNCTION public.add_gate();
    SELECT pg_advisory_lock(${GATE});`);
  const started = commandLine.start("restore", file, "--replace");
  await untilBlocked("microcosm restore");
  await kill(started);
  await gate.query("SELECT pg_advisory_unlock_all()");
  await untilGone();
  await expectUntouched();
  await gate.query("DROP EVENT TRIGGER gate");
  await expectRestorable();
});

it("leaves the former data when it is killed before it replaces them", async () => {
  await gate.query("BEGIN; LOCK TABLE project IN ACCESS SHARE MODE");
  const started = commandLine.start("restore", file, "--replace");
  await untilBlocked("microcosm restore");
  // All is loaded, and what is there can still be read.
  expect(await started.untilError(/decision: 40,000 rows/)).toContain("decision");
  await kill(started);
  await gate.query("COMMIT");
  await untilGone();
  await expectUntouched();
  await expectRestorable();
});

it("has restored when it is killed after it replaced them", async () => {
  await gate.query("BEGIN; LOCK TABLE project IN ACCESS SHARE MODE");
  const started = commandLine.start("restore", file, "--replace");
  await untilBlocked("microcosm restore");
  const queue = new pg.Client({ connectionString: target.database.url });
  await queue.connect();
  await queue.query("BEGIN; LOCK TABLE bullmq.job IN ACCESS EXCLUSIVE MODE");
  await gate.query("COMMIT");
  await untilGone();
  await untilBlocked("%");
  await kill(started);
  await queue.end();
  await expectRestored();
  await expectRestorable();
});
