import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isSameProcess, processIdentity } from "../process/process-identity";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "./embedded-postgres";

const PREFIX = "microcosm-postgres-";
const OWNER_FILE = "owner";

/** Fast but not durable: the data are disposable, so a crash may lose them. */
const UNSAFE_SETTINGS = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  autovacuum: "off",
};

export interface TemporaryPostgres {
  url: string;
  /** Stops the server and deletes its files. */
  discard(): Promise<void>;
}

/** A separate PostgreSQL in the system's temporary folder, for tests and for comparing schemas. */
export async function startTemporaryPostgres(): Promise<TemporaryPostgres> {
  await removeAbandonedServers();
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  // The unprivileged account that runs the server must be able to traverse this folder.
  chmodSync(folder, 0o711);
  writeFileSync(join(folder, OWNER_FILE), `${process.pid} ${processIdentity(process.pid) ?? ""}`);
  const server = await startEmbeddedPostgres({
    folder: join(folder, "postgres"),
    preferredPort: 0,
    settings: UNSAFE_SETTINGS,
  });
  return { url: server.url, discard: () => removeServer(server, folder) };
}

async function removeServer(server: EmbeddedPostgres, folder: string): Promise<void> {
  await server.stop();
  rmSync(server.folder, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

/** Stops and deletes servers left by killed processes. */
async function removeAbandonedServers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    try {
      const [pid, identity] = readFileSync(join(folder, OWNER_FILE), "utf8").split(" ");
      if (isSameProcess(Number(pid), identity || undefined)) continue;
      if (existsSync(join(folder, "postgres", "data", "postmaster.pid"))) {
        await removeServer(
          await startEmbeddedPostgres({ folder: join(folder, "postgres"), preferredPort: 0 }),
          folder,
        );
      }
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another account's, or being made at this moment.
    }
  }
}
