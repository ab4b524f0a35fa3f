import type { ArchiveEntry } from "@/lib/services/backup/ports";

/** Files in the POSIX ustar format (IEEE Std 1003.1, "pax"): a header of one block, then blocks. */
const BLOCK = 512;
const MAX_NAME = 100;
/** Of one entry. Entries are read into memory; those of backups have a few megabytes. */
const MAX_SIZE = 256 * 1024 * 1024;

const NAME = { at: 0, length: MAX_NAME };
const MODE = { at: 100, length: 8 };
const UID = { at: 108, length: 8 };
const GID = { at: 116, length: 8 };
const SIZE = { at: 124, length: 12 };
const MTIME = { at: 136, length: 12 };
const CHECKSUM = { at: 148, length: 8 };
const TYPE = { at: 156, regular: "0" };
const MAGIC = { at: 257, text: "ustar\x0000" };

type Field = { readonly at: number; readonly length: number };

/** Two empty blocks end a file. */
export const TAR_END = Buffer.alloc(2 * BLOCK);

/** The header of an entry for a regular file that only its owner may read. */
export function tarHeader(name: string, size: number, seconds: number): Buffer {
  if (Buffer.byteLength(name) >= MAX_NAME) throw new Error(`the name is too long: ${name}`);
  const header = Buffer.alloc(BLOCK);
  const octal = (field: Field, value: number): void =>
    void header.write(value.toString(8).padStart(field.length - 1, "0"), field.at, "latin1");
  header.write(name, NAME.at, "utf8");
  octal(MODE, 0o600);
  octal(UID, 0);
  octal(GID, 0);
  octal(SIZE, size);
  octal(MTIME, seconds);
  header.write(TYPE.regular, TYPE.at, "latin1");
  header.write(MAGIC.text, MAGIC.at, "latin1");
  octal({ at: CHECKSUM.at, length: CHECKSUM.length - 1 }, checksum(header));
  return header;
}

/** The sum of the bytes of a header, with spaces in place of the sum. */
function checksum(header: Buffer): number {
  let sum = CHECKSUM.length * 0x20;
  for (const [at, byte] of header.entries())
    if (at < CHECKSUM.at || at >= CHECKSUM.at + CHECKSUM.length) sum += byte;
  return sum;
}

/** The bytes that fill the last block of an entry. */
export const tarPadding = (size: number): Buffer => Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);

/**
 * Reads the entries of a tar file, each into memory.
 * @throws Error for what is no tar file, and for one that ends within an entry or without its end
 */
export async function* readTar(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ArchiveEntry> {
  const bytes = new ByteReader(chunks);
  for (;;) {
    const header = await bytes.read(BLOCK);
    if (header.every((byte) => byte === 0)) {
      // The rest is read too: the checksum of what was compressed comes after it.
      await bytes.drain();
      return;
    }
    const text = ({ at, length }: Field): string =>
      (header.toString("utf8", at, at + length).split("\0")[0] ?? "").trim();
    if (header.toString("latin1", MAGIC.at, MAGIC.at + 5) !== "ustar")
      throw new Error("it is not a tar file");
    if (parseInt(text(CHECKSUM), 8) !== checksum(header)) throw new Error("a header is damaged");
    const size = parseInt(text(SIZE), 8);
    if (!(size <= MAX_SIZE)) throw new Error("an entry is too large");
    const data = await bytes.read(size);
    await bytes.read(tarPadding(size).length);
    yield { name: text(NAME), data };
  }
}

class ByteReader {
  private readonly source: AsyncIterator<Uint8Array>;
  private collected: Buffer[] = [];
  private length = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.source = chunks[Symbol.asyncIterator]();
  }

  /** Exactly this many bytes. */
  async read(count: number): Promise<Buffer> {
    while (this.length < count) {
      const next = await this.source.next();
      if (next.done === true) throw new Error("it ends too early");
      this.collected.push(Buffer.from(next.value));
      this.length += next.value.length;
    }
    const all = this.collected.length === 1 ? this.collected[0] : Buffer.concat(this.collected);
    if (all === undefined) return Buffer.alloc(0);
    this.collected = [all.subarray(count)];
    this.length = all.length - count;
    return all.subarray(0, count);
  }

  async drain(): Promise<void> {
    while ((await this.source.next()).done !== true);
  }
}
