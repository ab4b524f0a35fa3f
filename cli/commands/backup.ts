import { hostname, userInfo } from "node:os";
import { resolve } from "node:path";
import { findInstance } from "@/lib/container/platform";
import { PROJECT_ROOT } from "@/lib/config/project-root";
import { SYSTEM } from "@/lib/domain/access";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";
import { withServices } from "./instance";

/** Account and machine of whoever runs the command, for the audit log. */
function whoRuns(): string {
  try {
    return `${userInfo().username} on ${hostname()}`;
  } catch {
    // An account without a name, as in some containers.
    return `account ${String(process.getuid?.() ?? "unknown")} on ${hostname()}`;
  }
}

const printTable = ({ name, rows }: { readonly name: string; readonly rows: number }): void => {
  if (rows > 0) console.error(`${name}: ${rows.toLocaleString("en-US")} rows`);
};

/** `backup FILE`: one line per table on standard error, one line of JSON at the end. */
export function backupCommand(
  path: string,
  { withoutKeys = false }: { readonly withoutKeys?: boolean },
): Promise<ExitCode> {
  return withServices({}, async (services) => {
    const startedAt = performance.now();
    const summary = await services.backUp(SYSTEM, {
      file: resolve(path),
      withKeys: !withoutKeys,
      by: whoRuns(),
      onTable: printTable,
    });
    if (summary.keys === "encrypted")
      console.error(
        "API keys of endpoints are in the file, encrypted with ENCRYPTION_KEY, which is not: " +
          "keep secrets.json of the data folder in another place.",
      );
    console.log(JSON.stringify({ ...summary, seconds: secondsSince(startedAt) }));
    return EXIT.ok;
  });
}

/** `restore FILE`: likewise. */
export async function restoreCommand(
  path: string,
  { replace = false, check = false }: { readonly replace?: boolean; readonly check?: boolean },
): Promise<ExitCode> {
  const file = resolve(path);
  if (!check) requireStopped();
  return withServices({}, async (services) => {
    const startedAt = performance.now();
    if (check) {
      const summary = await services.checkBackup(SYSTEM, file);
      console.log(JSON.stringify({ ...summary, seconds: secondsSince(startedAt) }));
      return EXIT.ok;
    }
    const summary = await services.restoreBackup(SYSTEM, {
      file,
      replace,
      by: whoRuns(),
      onTable: printTable,
    });
    if (summary.keys === "left out")
      console.error("The backup has no API keys of endpoints: enter them on the Models page.");
    else if (summary.unreadableKeys > 0)
      console.error(
        `${summary.unreadableKeys} API keys of endpoints were encrypted with another ` +
          "ENCRYPTION_KEY. Set that key (secrets.json of the former data folder), or enter them " +
          "again on the Models page.",
      );
    console.log(JSON.stringify({ ...summary, seconds: secondsSince(startedAt) }));
    return EXIT.ok;
  });
}

const secondsSince = (start: number): number => Math.round((performance.now() - start) / 10) / 100;

/** A running app would go on with the former data. */
function requireStopped(): void {
  const dataDir = resolve(PROJECT_ROOT, process.env.DATA_DIR || ".data");
  const running = findInstance(dataDir);
  if (running?.appUrl === undefined) return;
  throw new CommandError(EXIT.unavailable, [
    `Microcosm is running on the data folder ${dataDir}: process ${running.pid}, ` +
      `${running.appUrl}.`,
    "Stop it, then restore again. Nothing was changed.",
  ]);
}
