import { AppError } from "@/lib/contracts/errors";
import { OperatorError } from "@/lib/config/operator-error";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "this account has no access to it",
  EPERM: "this account has no access to it",
  EROFS: "the disk can only be read",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is a file",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  Z_BUF_ERROR: "it ends too early, so it was not completed or not copied to its end",
  Z_DATA_ERROR: "it is damaged, or no compressed file",
};

/** Converts an error of reading or writing an archive to one that says what is wrong with it. */
export function toArchiveError(error: unknown, path: string): unknown {
  if (error instanceof AppError || error instanceof OperatorError) return error;
  if (!(error instanceof Error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? error.message : (REASONS[code] ?? error.message);
  return new AppError("invalid", `${path} cannot be used: ${reason}. Nothing was changed.`, [], {
    cause: error,
  });
}
