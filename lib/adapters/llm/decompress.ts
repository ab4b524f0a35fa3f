import { promisify } from "node:util";
import * as zlib from "node:zlib";
import { TransportFailure } from "./http-failure";
import { UnreadableReply } from "./unreadable-reply";

type Inflate = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const gunzip: Inflate = promisify(zlib.gunzip);
const inflate: Inflate = promisify(zlib.inflate);
const inflateRaw: Inflate = promisify(zlib.inflateRaw);

/** By `deflate`, servers mean data with the header of zlib, as the standard has it, or without. */
const inflateEither: Inflate = (bytes, options) =>
  bytes.length > 1 && ((bytes[0] ?? 0) & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0
    ? inflate(bytes, options)
    : inflateRaw(bytes, options);

/** Node has it from 22.15 and 23.8 on. */
function zstandard(): Inflate | undefined {
  const decompress: unknown = Reflect.get(zlib, "zstdDecompress");
  return typeof decompress === "function"
    ? (promisify(decompress as typeof zlib.gunzip) satisfies Inflate)
    : undefined;
}

const DECOMPRESSORS: Readonly<Record<string, Inflate | undefined>> = {
  gzip: gunzip,
  "x-gzip": gunzip,
  deflate: inflateEither,
  br: promisify(zlib.brotliDecompress),
  zstd: zstandard(),
};

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * The encodings of a body in the order in which they were applied. Empty for a plain one, which is
 * what every call asks for. Some proxies compress without saying so: no text begins like gzip.
 */
export function encodingsOf(header: string | undefined, bytes: Buffer): readonly string[] {
  const named = (header ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "identity");
  return named.length === 0 && isGzip(bytes) ? ["gzip"] : named;
}

/** Longest name of an encoding that a message shows. */
const MAX_NAME = 20;

/**
 * Decompresses a body, of at most `limit` bytes after each step.
 * @throws UnreadableReply for an unknown encoding and for damaged data, TransportFailure where the
 *   limit is exceeded
 */
export async function decompress(
  compressed: Buffer,
  encodings: readonly string[],
  limit: number,
): Promise<Buffer> {
  let bytes = compressed;
  for (const encoding of encodings.toReversed()) {
    const step = Object.hasOwn(DECOMPRESSORS, encoding) ? DECOMPRESSORS[encoding] : undefined;
    if (step === undefined)
      throw new UnreadableReply(
        "page",
        `an answer compressed as “${encoding.slice(0, MAX_NAME)}”, which cannot be read here`,
      );
    try {
      // Some proxies unpack an answer and leave its header as it was.
      const isPlain = bytes.length === 0 || (step === gunzip && !isGzip(bytes));
      if (!isPlain) bytes = await step(bytes, { maxOutputLength: limit });
    } catch (error) {
      if (error instanceof RangeError)
        throw new TransportFailure("UND_ERR_RES_EXCEEDED_MAX_SIZE", error);
      throw new UnreadableReply("broken", `damaged data instead of an answer (${encoding})`);
    }
  }
  return bytes;
}
