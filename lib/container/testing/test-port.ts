import { freePort } from "@/lib/adapters/process/free-port";

/** Below the ports that systems give to connections and to servers without a port of their own. */
const FIRST_PORT = 10_000;
const BLOCKS = 200;
const PORTS_PER_BLOCK = 100;

let used = 0;

/**
 * Returns a free port for a server that a test starts, and that nothing else takes until it
 * listens: test processes at work at the same time draw from blocks of their own.
 */
export function testPort(): Promise<number> {
  const block = FIRST_PORT + (process.pid % BLOCKS) * PORTS_PER_BLOCK;
  used += 1;
  return freePort(block + (used % PORTS_PER_BLOCK));
}
