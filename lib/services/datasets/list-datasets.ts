import type { DatasetDetail, DatasetList } from "@/lib/contracts/datasets";
import { notFound } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import { sampleTable } from "@/lib/domain/gallery/samples";
import { isUuid } from "../access/is-uuid";
import { hasPermission, requirePermission } from "../access/require-permission";
import { homeProject } from "../projects/home-project";
import type { StoredDataset } from "./ports";
import { sampleNameOf, sampleSummaries, toDatasetSummary } from "./to-dataset";
import type { DatasetPorts } from "./upload-dataset";

/** Number of rows shown of a dataset. */
const PREVIEW_ROWS = 50;

/**
 * Lists the project's datasets by name, then the samples.
 * @throws AppError notFound
 */
export async function listDatasets(ports: DatasetPorts, actor: Actor): Promise<DatasetList> {
  const project = await homeProject(ports, actor);
  await requirePermission(ports.members, {
    actor,
    projectId: project.id,
    permission: "read",
    subject: "project",
  });
  const [stored, mayChange] = await Promise.all([
    ports.datasets.listForProject(project.id),
    hasPermission(ports.members, { actor, projectId: project.id, permission: "run" }),
  ]);
  return { datasets: [...stored.map(toDatasetSummary), ...sampleSummaries()], mayChange };
}

/**
 * Returns a dataset with its first rows.
 * @throws AppError notFound
 */
export async function getDataset(
  ports: DatasetPorts,
  actor: Actor,
  id: string,
): Promise<DatasetDetail> {
  const sample = sampleSummaries().find((summary) => summary.id === id);
  if (sample !== undefined) {
    await requirePermission(ports.members, {
      actor,
      projectId: (await homeProject(ports, actor)).id,
      permission: "read",
      subject: "table",
    });
    const rows = sampleTable(sampleNameOf(id) ?? "")?.rows.slice(0, PREVIEW_ROWS) ?? [];
    return { ...sample, preview: rows.map((row) => [...row]) };
  }
  const dataset = await findDataset(ports, actor, id, "read");
  const preview = await ports.datasets.firstRows(dataset.id, PREVIEW_ROWS);
  return { ...toDatasetSummary(dataset), preview: preview.map((row) => [...row]) };
}

async function findDataset(
  ports: DatasetPorts,
  actor: Actor,
  id: string,
  permission: "read",
): Promise<StoredDataset> {
  const dataset = isUuid(id) ? await ports.datasets.get(id) : null;
  if (dataset === null || dataset.archived) throw notFound("table");
  await requirePermission(ports.members, {
    actor,
    projectId: dataset.projectId,
    permission,
    subject: "table",
  });
  return dataset;
}
