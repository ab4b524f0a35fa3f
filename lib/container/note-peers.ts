// Entry point for code that runs before the server listens.
export { refuseMalformedPaths } from "@/lib/adapters/http/refuse-malformed-paths";
export { recordPeers } from "@/lib/adapters/metrics/peers";
