// The door for what runs before the server listens.
export { recordPeers } from "@/lib/adapters/metrics/peers";
