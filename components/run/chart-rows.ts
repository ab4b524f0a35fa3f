import type { MeasureSeries } from "@/lib/contracts/runs";

type Row = { round: number; value: number | null };

/** Values of a measure by round. Includes the rounds to come, so that the axis does not move. */
export function chartRows(
  { points }: Pick<MeasureSeries, "points">,
  rounds: number,
  final: boolean,
): Row[] {
  const rows: Row[] = points.map(({ round, value }) => ({ round, value }));
  const last = rows.at(-1)?.round;
  if (final || last === undefined) return rows;
  for (let round = last + 1; round <= rounds; round += 1) rows.push({ round, value: null });
  return rows;
}
