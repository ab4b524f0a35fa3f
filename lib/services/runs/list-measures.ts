import type { MeasureSeries } from "@/lib/contracts/runs";
import type { Actor } from "@/lib/domain/access";
import { loadMeasureSeries } from "./describe-run";
import { findRun } from "./find-run";
import type { ReadPorts } from "./read-ports";

/**
 * Every measure of a run with its values so far.
 * @throws AppError notFound
 */
export async function listMeasures(
  ports: ReadPorts,
  actor: Actor,
  runId: string,
): Promise<MeasureSeries[]> {
  return loadMeasureSeries(ports, await findRun(ports, actor, runId, "read"));
}
