import { AppError } from "@/lib/contracts/errors";

/**
 * Reads a body, counting while it arrives: a declared length may be absent, as with chunks, or
 * wrong.
 * @throws AppError tooLarge, as soon as it exceeds `limit` bytes; malformed if it breaks off
 */
export async function readBytes(
  body: ReadableStream<Uint8Array> | null,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (body === null) return new Uint8Array(0);
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new AppError("malformed", "The request ended before its body was complete.", [], {
        cause,
      });
    });
    if (done) break;
    length += value.byteLength;
    if (length > limit) {
      // The rest is not wanted, and whether it can be refused does not matter.
      reader.cancel().catch(() => undefined);
      throw bodyTooLarge(limit);
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

const MEGABYTE = 1024 * 1024;

/** The error of a body that exceeds `limit` bytes. */
export const bodyTooLarge = (limit: number): AppError =>
  new AppError(
    "tooLarge",
    `The request is too large: the limit is ${
      limit >= MEGABYTE
        ? `${String(Math.floor(limit / MEGABYTE))} MB`
        : `${String(Math.floor(limit / 1024))} kB`
    }. Nothing was changed.`,
  );
