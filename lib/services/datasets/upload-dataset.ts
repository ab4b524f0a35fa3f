import { auditEntry } from "@/lib/domain/audit/audit-entry";
import type { z } from "zod";
import { type DatasetSummary, type datasetUpload, fileSizeProblem } from "@/lib/contracts/datasets";
import { AppError } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import { DataError, TableReader } from "@/lib/domain/data";
import { requirePermission } from "../access/require-permission";
import type { MembershipStore } from "../access/ports";
import { homeProject } from "../projects/home-project";
import type { ProjectStore } from "../projects/ports";
import type { DatasetContent, DatasetStore } from "./ports";
import { toDatasetSummary } from "./to-dataset";

export type DatasetPorts = {
  readonly members: MembershipStore;
  readonly projects: ProjectStore;
  readonly datasets: DatasetStore;
};

/** Number of rows stored at a time. */
const CHUNK_ROWS = 5_000;

/**
 * Stores a CSV file as the project's dataset of this name, replacing an earlier one, which runs
 * that started with it keep. Streams the file; nothing is stored unless all of it can be read.
 * @throws AppError invalid, with the problem and its line; tooMany while many are being stored
 */
export async function uploadDataset(
  ports: DatasetPorts,
  actor: Actor,
  input: z.output<typeof datasetUpload>,
  file: AsyncIterable<Uint8Array>,
): Promise<DatasetSummary> {
  const project = await homeProject(ports, actor);
  await requirePermission(ports.members, {
    actor,
    projectId: project.id,
    permission: "run",
    subject: "project",
  });
  const dataset = {
    projectId: project.id,
    name: input.name,
    fileName: input.fileName,
    createdById: actor.kind === "user" ? actor.userId : null,
  };
  try {
    const audit = ({ columns, rows, bytes }: DatasetContent, replaced: string | undefined) =>
      auditEntry(actor, "dataset.upload", {
        projectId: project.id,
        after: {
          name: input.name,
          fileName: input.fileName,
          columns: columns.length,
          rows,
          bytes,
          ...(replaced !== undefined && { replaces: replaced }),
        },
      });
    return toDatasetSummary(
      await ports.datasets.create(dataset, audit, (add) => readFile(file, add)),
    );
  } catch (error) {
    if (error instanceof DataError)
      throw new AppError("invalid", `${error.message} Nothing was stored.`);
    throw error;
  }
}

async function readFile(
  file: AsyncIterable<Uint8Array>,
  add: (rows: readonly (readonly string[])[]) => Promise<void>,
) {
  const reader = new TableReader();
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let bytes = 0;
  let waiting: (readonly string[])[] = [];
  const take = async (rows: readonly (readonly string[])[], last: boolean): Promise<void> => {
    for (const row of rows) waiting.push(row);
    for (
      ;
      waiting.length >= CHUNK_ROWS || (last && waiting.length > 0);
      waiting = waiting.slice(CHUNK_ROWS)
    )
      await add(waiting.slice(0, CHUNK_ROWS));
  };
  for await (const piece of file) {
    bytes += piece.length;
    const refusal = fileSizeProblem(bytes);
    if (refusal !== undefined)
      throw new AppError(
        "tooLarge",
        `${refusal.replace(/^This file has [^;]*;/, "This file is too large:")} Nothing was ` +
          "stored.",
      );
    await take(reader.push(decode(decoder, piece)), false);
  }
  await take(reader.push(decode(decoder, undefined)), false);
  await take(reader.end(), true);
  return { columns: reader.columns(), rows: reader.rows, emptyRows: reader.emptyRows, bytes };
}

/**
 * Decodes a piece; undefined ends the text. A character may be cut by the end of a piece, not by
 * that of the file.
 */
function decode(decoder: TextDecoder, piece: Uint8Array | undefined): string {
  try {
    return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
  } catch (error) {
    if (error instanceof TypeError)
      throw new DataError(
        "The file is not in UTF-8. In Excel, save it as “CSV UTF-8”; " +
          'in R, write it with fileEncoding = "UTF-8".',
      );
    throw error;
  }
}
