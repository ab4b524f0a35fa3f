// The door for what runs before the server listens.
export { notePeers } from "@/lib/adapters/metrics/peers";
