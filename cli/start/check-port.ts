import { setTimeout as sleep } from "node:timers/promises";
import { probePort } from "@/lib/container/platform";
import { OperatorError } from "@/lib/config/operator-error";
import { findPortHolder } from "./port-holder";

const WAIT_TIMEOUT_MS = 6_000;
const MAX_COMMAND_LENGTH = 60;

/**
 * The port to listen on: the requested one, or a free one for 0.
 * @param wait whether to wait for a port that a killed start may still hold
 * @throws OperatorError port-taken, naming the program that uses it if that is known
 */
export async function checkPort(port: number, host: string, wait: boolean): Promise<number> {
  const until = performance.now() + (wait ? WAIT_TIMEOUT_MS : 0);
  for (;;) {
    const outcome = await probePort(port, host);
    if ("port" in outcome) return outcome.port;
    if (outcome.error !== "EADDRINUSE") throw cannotListenError(outcome.error, port, host);
    if (performance.now() >= until) throw portTakenError(port);
    await sleep(200);
  }
}

function portTakenError(port: number): OperatorError {
  const holder = findPortHolder(port);
  const who = holder
    ? `process ${holder.pid}: ${holder.command.slice(0, MAX_COMMAND_LENGTH)}`
    : "possibly of another user";
  return new OperatorError({
    code: "port-taken",
    what: `Port ${port} is in use by another program (${who}).`,
    remedy:
      `choose another port: PORT=${port < 65_535 ? port + 1 : 3001} npm ` +
      `start${holder ? `; or stop that program (kill ${holder.pid})` : ""}.`,
  });
}

function cannotListenError(error: string, port: number, host: string): OperatorError {
  const reasons: Readonly<Record<string, string>> = {
    EACCES: `this account may not listen on port ${port}`,
    EADDRNOTAVAIL: `this machine has no address ${host}`,
    ENOTFOUND: `the host ${host} is unknown`,
  };
  return new OperatorError({
    code: "port-taken",
    what: `Cannot listen on ${host}:${port}: ${reasons[error] ?? error}.`,
    remedy: "choose a port from 1024 up (PORT=3001 npm start) or another address (HOST=127.0.0.1).",
  });
}
