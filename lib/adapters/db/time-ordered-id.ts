import { randomBytes } from "node:crypto";

/** Returns a UUID of version 7 (RFC 9562), as the ORM makes them: they sort by creation time. */
export function timeOrderedId(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  const hex = bytes.toString("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join("-");
}

/** Returns the least UUID of version 7 of a time: all earlier ones sort before it. */
export function leastIdAt(time: Date): string {
  const ms = Math.min(Math.max(time.getTime(), 0), 2 ** 48 - 1);
  const hex = ms.toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** Returns the time at which a UUID of version 7 was made. */
export const timeOfId = (id: string): Date =>
  new Date(Number.parseInt(id.slice(0, 13).replace("-", ""), 16));
