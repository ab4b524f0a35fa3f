/** Run by the framework once per server process, before it listens. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { recordPeers, refuseMalformedPaths } = await import("@/lib/container/note-peers");
  recordPeers();
  refuseMalformedPaths("/api/malformed-path");
}
