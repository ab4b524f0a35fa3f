import { z } from "zod";
import type { Parameter, Scenario } from "@/lib/domain/scenario";
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
export type TemplateDetail = TemplateSummary & {
  readonly description?: string | undefined;
  readonly literature: readonly string[];
  readonly questions: readonly string[];
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** The rounds at the default parameters. */
  readonly defaultRounds: number;
  readonly document: Scenario;
};

export const checkResult = z.object({ ok: z.boolean(), problems: z.array(problem) });
export type CheckResult = z.infer<typeof checkResult>;
