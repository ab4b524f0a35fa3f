import { execFileSync, spawnSync } from "node:child_process";
import { statSync } from "node:fs";

/** The account that runs the server; empty when this process may run it itself. */
export interface Account {
  uid?: number;
  gid?: number;
}

/**
 * PostgreSQL refuses to run as root. As root this is the owner of the existing data, else the
 * account "postgres" (created when missing), else "nobody": the server looks its account up by
 * name, so a numeric id does not work.
 */
export function findServerAccount(dataFolder: string): Account {
  if (process.getuid?.() !== 0) return {};
  const owner = folderOwner(dataFolder);
  if (owner) return owner;
  return findAccount("postgres") ?? createAccount("postgres") ?? findAccount("nobody") ?? {};
}

/** Whether the account can enter the folder and all its parents. */
export function canReach(account: Account, folder: string): boolean {
  return (
    account.uid === undefined ||
    spawnSync("test", ["-x", folder], { ...account, cwd: "/" }).status === 0
  );
}

function folderOwner(folder: string): Account | undefined {
  const stat = statSync(folder, { throwIfNoEntry: false });
  return stat && stat.uid !== 0 ? { uid: stat.uid, gid: stat.gid } : undefined;
}

function findAccount(name: string): Account | undefined {
  const id = (flag: string): number =>
    Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }));
  try {
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return undefined;
  }
}

function createAccount(name: string): Account | undefined {
  spawnSync("groupadd", ["-f", "-r", name]);
  spawnSync("useradd", [
    "-r",
    "-g",
    name,
    "-M",
    "-d",
    "/nonexistent",
    "-s",
    "/usr/sbin/nologin",
    name,
  ]);
  return findAccount(name);
}
