import { z } from "zod";
import type { Parameter, Scenario } from "@/lib/domain/scenario";
import { problem } from "./errors";

/** A template in the gallery. */
export type TemplateSummary = {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly domain?: string | undefined;
  readonly rounds: string;
  readonly agentTypes: readonly string[];
  readonly phases: number;
  readonly measures: readonly string[];
};

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

/** A place where a scenario makes private attributes (as `Colleague.minutes`) public on purpose. */
const revelation = z.object({
  pointer: z.string(),
  position: problem.shape.position,
  attributes: z.array(z.string()),
});
export type Revelation = z.infer<typeof revelation>;

/** What to do about a document with `wasValid`, for people. */
export const WAS_VALID =
  "Earlier versions of Microcosm accepted this document. Studies that were started with it go on " +
  "and can be repeated and forked; only a new study needs the changes, which each problem names.";

/** At most `MAX_PROBLEMS` problems; `moreProblems` counts the others. */
export const checkResult = z.object({
  ok: z.boolean(),
  problems: z.array(problem),
  moreProblems: z.number().int().positive().optional(),
  /** Whether all its problems are ones that earlier versions of Microcosm did not find. */
  wasValid: z.boolean().optional(),
  /** Valid, but probably not meant. */
  warnings: z.array(problem).default([]),
  /** By `reveal(…)`, or by effects that store private attributes where more can see them. */
  revelations: z.array(revelation).default([]),
});
/** As services answer; without lists of remarks where there are none to make. */
export type CheckResult = z.input<typeof checkResult>;
