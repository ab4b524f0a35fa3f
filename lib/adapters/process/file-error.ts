import { statfsSync } from "node:fs";
import { OperatorError } from "@/lib/config/operator-error";

const MIN_FREE_BYTES = 64_000_000;

/**
 * Converts a file-system error to one that the operator can act on; returns other errors unchanged.
 */
export function toFileError(error: unknown, where: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") return diskFullError(where, error);
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    return new OperatorError({
      code: "data-folder-unusable",
      what: "The data folder cannot be written by this account.",
      where,
      remedy: "give this account the folder, or choose another one with DATA_DIR=/path/to/folder.",
      cause: error,
    });
  }
  if (code === "ENOTDIR" || code === "EEXIST") {
    return new OperatorError({
      code: "data-folder-unusable",
      what: "The data folder cannot be made: a file is in its place.",
      where,
      remedy: "move that file away, or choose another folder with DATA_DIR=/path/to/folder.",
      cause: error,
    });
  }
  return error;
}

/** Whether the disk of this file or folder is nearly full. */
export function isDiskFull(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize < MIN_FREE_BYTES;
  } catch {
    return false;
  }
}

/** The error for a full disk: stored data are safe, but nothing new can be written. */
export function diskFullError(where: string, cause?: unknown): OperatorError {
  return new OperatorError({
    code: "disk-full",
    what: "The disk is full, so the data folder cannot be written. What is stored already is safe.",
    where,
    remedy:
      "free some space on that disk (1 GB is comfortable) and start again, or choose " +
      "another folder with DATA_DIR=/path/to/folder.",
    cause,
  });
}
