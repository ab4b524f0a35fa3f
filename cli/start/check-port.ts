import { setTimeout as sleep } from "node:timers/promises";
import { probePort } from "@/lib/container/platform";
import { OperatorError } from "@/lib/config/operator-error";
import { findPortHolder } from "./port-holder";

const WAIT_TIMEOUT_MS = 6_000;
const MAX_COMMAND_LENGTH = 60;

/**
 * The port to listen on: the one wanted, or a free one for 0.
 * @param patient waits a little for a port that the remains of a killed start may still hold
 * @throws OperatorError port-taken, naming the program that has it where that can be seen
 */
export async function checkPort(port: number, host: string, patient: boolean): Promise<number> {
  const until = performance.now() + (patient ? WAIT_TIMEOUT_MS : 0);
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
    : "ask who else uses this machine";
  return new OperatorError({
    code: "port-taken",
    what: `Port ${port} is taken by another program (${who}).`,
    remedy: `choose another port: PORT=${port < 65_535 ? port + 1 : 3001} npm start${holder ? `; or stop that program (kill ${holder.pid})` : ""}.`,
  });
}

function cannotListenError(error: string, port: number, host: string): OperatorError {
  const reasons: Readonly<Record<string, string>> = {
    EACCES: `this account may not listen on port ${port}`,
    EADDRNOTAVAIL: `this machine has no address ${host}`,
    ENOTFOUND: `there is no machine called ${host}`,
  };
  return new OperatorError({
    code: "port-taken",
    what: `Cannot listen on ${host}:${port}: ${reasons[error] ?? error}.`,
    remedy:
      "choose another port from 1024 up (PORT=3001 npm start) or address (HOST=127.0.0.1 or HOST=0.0.0.0).",
  });
}
