import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Account } from "./postgres-account";
import { majorVersion, type Binaries } from "./postgres-binaries";
import { foreignDataFolderError, wrongVersionError, toPostgresError } from "./postgres-error";
import { serverEnvironment } from "./postgres-process";

const PASSWORD_FILE = "microcosm-password";

/**
 * The superuser's password, stored inside the data folder so that neither exists without the other.
 */
export function readPassword(data: string): string {
  return readFileSync(join(data, PASSWORD_FILE), "utf8").trim();
}

/**
 * Ensures that `data` holds a complete cluster of this version; creates one if there is none. Moves
 * an incomplete folder of an earlier attempt aside instead of deleting it, because it might contain
 * data.
 * @throws OperatorError for another version, another owner or a full disk
 */
export async function ensureDataFolder({
  data,
  binaries,
  account,
  log,
}: {
  readonly data: string;
  readonly binaries: Binaries;
  readonly account: Account;
  readonly log: (line: string) => void;
}): Promise<void> {
  removePartials(data);
  if (isComplete(data)) {
    const found = readFileSync(join(data, "PG_VERSION"), "utf8").trim();
    const expected = majorVersion(binaries);
    if (found !== expected) throw wrongVersionError(data, found, expected);
    if (account.uid === undefined && process.getuid && statSync(data).uid !== process.getuid())
      throw foreignDataFolderError(data);
    return;
  }
  moveAside(data, log);
  await initializeDataFolder(data, binaries, account);
}

/** initdb writes `global/pg_control` last and PG_VERSION among the first files. */
function isComplete(data: string): boolean {
  try {
    return ["PG_VERSION", "global/pg_control", PASSWORD_FILE].every(
      (file) => statSync(join(data, file)).size > 0,
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EACCES") throw foreignDataFolderError(data);
    return false;
  }
}

function moveAside(data: string, log: (line: string) => void): void {
  if (!existsSync(data)) return;
  if (readdirSync(data).length === 0) return rmSync(data, { recursive: true });
  const aside = `${data}.incomplete-${new Date().toISOString().replaceAll(/[:.]/g, "-")}`;
  renameSync(data, aside);
  log(`the data folder was incomplete; a new one is made, the old one is kept as ${aside}`);
}

const partialPrefix = (data: string): string => `${data}.new-`;

function removePartials(data: string): void {
  const parent = dirname(data);
  for (const name of readdirSync(parent)) {
    if (join(parent, name).startsWith(partialPrefix(data)))
      rmSync(join(parent, name), { recursive: true, force: true });
  }
}

/**
 * Created next to its final path and moved there when complete, so that a killed start leaves no
 * incomplete cluster.
 */
async function initializeDataFolder(
  data: string,
  { initdb }: Binaries,
  account: Account,
): Promise<void> {
  const partial = `${partialPrefix(data)}${process.pid}-${randomBytes(3).toString("hex")}`;
  const passwordFile = `${partial}-password`;
  try {
    mkdirSync(partial, { mode: 0o700 });
    writeFileSync(passwordFile, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600 });
    for (const path of [partial, passwordFile]) changeOwner(path, account);
    const options = [
      ...[
        "-D",
        partial,
        "-U",
        "postgres",
        "-A",
        "scram-sha-256",
        `--pwfile=${passwordFile}`,
        "-E",
        "UTF8",
      ],
      ...["--locale-provider=builtin", "--locale=C.UTF-8", "--data-checksums", "--no-sync"],
    ];
    const { status, output } = await run(initdb, options, { account, cwd: dirname(data) });
    if (status !== 0) throw toPostgresError(output, dirname(data));
    renameSync(passwordFile, join(partial, PASSWORD_FILE));
    renameSync(partial, data);
  } finally {
    for (const path of [partial, passwordFile]) rmSync(path, { recursive: true, force: true });
  }
}

function changeOwner(path: string, { uid, gid }: Account): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

function run(
  file: string,
  options: string[],
  {
    account,
    cwd,
  }: {
    readonly account: Account;
    readonly cwd: string;
  },
): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, options, {
      ...account,
      cwd,
      env: serverEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, output }));
  });
}
