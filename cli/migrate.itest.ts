import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { promisify } from "node:util";
import pg from "pg";
import { expect, it } from "vitest";
import { createTestDatabase } from "@/lib/adapters/db/test-database";
import { LAUNCHER } from "@/lib/config/project-root";

const execute = promisify(execFile);
const migrate = (variables: Record<string, string>) =>
  execute(process.execPath, [LAUNCHER, "cli/microcosm.ts", "migrate"], {
    env: { ...process.env, DATABASE_URL: "", REDIS_URL: "", ...variables },
  });

it("migrates the database once, even if several start at the same time", async () => {
  const neighbour = await createTestDatabase();
  const server = new pg.Client({ connectionString: neighbour.url });
  await server.connect();
  const empty = new URL(neighbour.url);
  empty.pathname += "_empty";
  await server.query(`CREATE DATABASE "${empty.pathname.slice(1)}" TEMPLATE template0`);
  try {
    const all = await Promise.all([1, 2].map(() => migrate({ DATABASE_URL: empty.href })));
    const results = all.map(
      ({ stdout }) => JSON.parse(stdout) as { postgresql: string; applied: string[] },
    );
    expect(results.flatMap(({ applied }) => applied).toSorted()).toEqual(
      readdirSync("prisma/migrations")
        .filter((name) => /^\d/.test(name))
        .toSorted(),
    );
    expect(results[0]?.postgresql).toMatch(/^\d+/);
  } finally {
    await server.query(`DROP DATABASE "${empty.pathname.slice(1)}" WITH (FORCE)`);
    await server.end();
    await neighbour.drop();
  }
});

it("names a missing variable and never shows a password", async () => {
  await expect(migrate({})).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining("DATABASE_URL is not set") as string,
  });
  const failed: unknown = await migrate({
    DATABASE_URL: "postgresql://lab:geheim-4711@127.0.0.1:9/none",
  }).catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: 5, stderr: expect.stringContaining("127.0.0.1") as string });
  expect((failed as { stderr: string }).stderr).not.toContain("geheim-4711");
});
