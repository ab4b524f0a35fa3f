import { statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/** Free and total bytes of the disk of a folder, or of where it would be, for ordinary accounts. */
export async function diskSpace(
  folder: string,
): Promise<{ readonly freeBytes: number; readonly totalBytes: number }> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch (error) {
    const parent = dirname(resolve(folder));
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || parent === resolve(folder))
      throw error;
    return diskSpace(parent);
  }
}
