import { z } from "zod";
import { notFound } from "@/lib/contracts/errors";

/** The parameters of the URL of a decision. */
export type DecisionParams = { id: string; version: string; seq: string };

const ordinal = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

/** @throws AppError notFound for anything but numbers */
export function readDecisionParams(params: DecisionParams): {
  runId: string;
  version: number;
  seq: number;
} {
  const [version, seq] = [ordinal.safeParse(params.version), ordinal.safeParse(params.seq)];
  if (!version.success || !seq.success) throw notFound("decision");
  return { runId: params.id, version: version.data, seq: seq.data };
}
