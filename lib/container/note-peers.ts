// Entry point for code that runs before the server listens.
export { recordPeers } from "@/lib/adapters/metrics/peers";
