import { readFileSync } from "node:fs";
import { cpus, totalmem, release, type as systemType } from "node:os";
import { PROJECT_ROOT } from "@/lib/config/project-root";

/** Versions and machine that a result depends on. */
export function describeEnvironment(postgres: string) {
  const { version } = JSON.parse(readFileSync(`${PROJECT_ROOT}package.json`, "utf8")) as {
    version: string;
  };
  return {
    date: new Date().toISOString().slice(0, 10),
    versions: { microcosm: version, node: process.versions.node, postgres },
    machine: {
      cores: cpus().length,
      processor: cpus()[0]?.model.trim() ?? "unknown",
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      system: systemName(),
    },
  };
}

function systemName(): string {
  try {
    return (
      /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? systemType()
    );
  } catch {
    return `${systemType()} ${release()}`;
  }
}
