import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, readlinkSync } from "node:fs";

const LISTENING = "0A";

export interface PortHolder {
  pid: number;
  command: string;
}

/** The program that listens on this port, where the system lets us see it. */
export function findPortHolder(port: number): PortHolder | undefined {
  try {
    return process.platform === "linux" ? findInProc(port) : findWithLsof(port);
  } catch {
    return undefined;
  }
}

function findInProc(port: number): PortHolder | undefined {
  const inodes = new Set(
    ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) => listSockets(port, table)),
  );
  if (inodes.size === 0) return undefined;
  const pid = readdirSync("/proc").find(
    (name) => /^\d+$/.test(name) && listDescriptors(name).some((inode) => inodes.has(inode)),
  );
  if (pid === undefined) return undefined;
  const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  return { pid: Number(pid), command };
}

function listSockets(port: number, table: string): string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return readFileSync(table, "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(wanted) === true && fields[3] === LISTENING)
    .map((fields) => `socket:[${fields[9]}]`);
}

function listDescriptors(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((name) => readlinkSync(`/proc/${pid}/fd/${name}`));
  } catch {
    return [];
  }
}

function findWithLsof(port: number): PortHolder | undefined {
  const output = execFileSync("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const pid = /^p(\d+)$/m.exec(output)?.[1];
  return pid === undefined
    ? undefined
    : { pid: Number(pid), command: /^c(.*)$/m.exec(output)?.[1] ?? "" };
}
