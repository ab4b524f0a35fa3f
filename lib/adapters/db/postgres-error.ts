import { OperatorError } from "@/lib/config/operator-error";
import { diskFullError, isDiskFull } from "../process/file-error";

const MAX_SHOWN_LINES = 4;

/** Converts the last output of the server or initdb to an error that the operator can act on. */
export function toPostgresError(output: string, where: string): OperatorError {
  // Some parts of the server crash on a full disk before they can report it, so check the disk,
  // too.
  if (/No space left on device|Disk quota exceeded/i.test(output) || isDiskFull(where))
    return diskFullError(where);
  if (/incompatible with server|initialized by PostgreSQL version/i.test(output))
    return wrongVersionError(where);
  if (/wrong ownership|Permission denied|Operation not permitted/i.test(output))
    return foreignDataFolderError(where);
  const last = output.trim().split("\n").slice(-MAX_SHOWN_LINES).join("\n");
  return new OperatorError({
    code: "database-failed-to-start",
    what: `The embedded PostgreSQL did not start${last === "" ? "." : `:\n${last}`}`,
    where,
    remedy:
      "read the log named above; stored data were not changed. To continue meanwhile, start with " +
      "another DATA_DIR or with DATABASE_URL.",
  });
}

/** The files were written by another major version of PostgreSQL. */
export function wrongVersionError(where: string, found?: string, expected?: string): OperatorError {
  return new OperatorError({
    code: "data-folder-other-version",
    what:
      "The data folder was written by " +
      `${found ? `PostgreSQL ${found}` : "another version of PostgreSQL"}; this ` +
      `program uses ${expected ? `PostgreSQL ${expected}` : "a different one"}.`,
    where,
    remedy:
      "start the version of this program that created the folder, or choose a new " +
      "folder with DATA_DIR=/path/to/folder. Nothing was changed.",
  });
}

/** The files belong to another account. */
export function foreignDataFolderError(where: string): OperatorError {
  return new OperatorError({
    code: "data-folder-unusable",
    what: "The database files belong to another account of this machine.",
    where,
    remedy:
      "start as the account that created them, or choose another folder with " +
      "DATA_DIR=/path/to/folder.",
  });
}
