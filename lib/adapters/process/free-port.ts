import { createServer, type AddressInfo } from "node:net";

/**
 * Tries to listen once; returns the free port, or the code of the error (EADDRINUSE, EACCES,
 * EADDRNOTAVAIL).
 */
export function probePort(
  port: number,
  host = "127.0.0.1",
): Promise<{ port: number } | { error: string }> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) =>
      resolve({ error: error.code ?? error.message }),
    );
    server.listen(port, host, () => {
      const { port: free } = server.address() as AddressInfo;
      server.close(() => resolve({ port: free }));
    });
  });
}

/** Returns the preferred port if it is free, else one that the system chooses. */
export async function freePort(preferred = 0, host = "127.0.0.1"): Promise<number> {
  for (const candidate of [preferred, 0]) {
    const outcome = await probePort(candidate, host);
    if ("port" in outcome) return outcome.port;
  }
  throw new Error(`no free port on ${host}`);
}
