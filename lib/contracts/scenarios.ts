import { z } from "zod";
import { parameter, scenario } from "@/lib/domain/scenario";
import { problem } from "./errors";

/** A template in the gallery. */
const templateSummary = z.object({
  name: z.string(),
  title: z.string(),
  summary: z.string(),
  domain: z.string().optional(),
  rounds: z.string(),
  agentTypes: z.array(z.string()),
  phases: z.int(),
  measures: z.array(z.string()),
});
export type TemplateSummary = z.infer<typeof templateSummary>;

/** A template with the data of its page and form. */
const templateDetail = templateSummary.extend({
  description: z.string().optional(),
  literature: z.array(z.string()),
  questions: z.array(z.string()),
  parameters: z.record(z.string(), parameter),
  /** The rounds at the default parameters. */
  defaultRounds: z.int(),
  document: scenario,
});
export type TemplateDetail = z.infer<typeof templateDetail>;

export const checkResult = z.object({ ok: z.boolean(), problems: z.array(problem) });
export type CheckResult = z.infer<typeof checkResult>;
