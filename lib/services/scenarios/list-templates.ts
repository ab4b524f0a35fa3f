import type { TemplateDetail, TemplateSummary } from "@/lib/contracts/scenarios";
import { notFound } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import { findTemplate, templates } from "@/lib/domain/gallery";
import { scenario, type Scenario, type ScenarioDocument } from "@/lib/domain/scenario";
import { compileScenario, openSimulation } from "@/lib/engine";
import type { MembershipStore } from "../access/ports";
import { requireReader } from "../access/require-permission";

type Ports = { readonly members: MembershipStore };

/**
 * Lists the gallery in its order.
 * @throws AppError notFound for everyone who reads no project
 */
export async function listTemplates({ members }: Ports, actor: Actor): Promise<TemplateSummary[]> {
  await requireReader(members, actor);
  return templates().map((document) => summaryOf(scenario.parse(document)));
}

/**
 * Returns one template with its document and what its form needs.
 * @throws AppError notFound, also for everyone who reads no project
 */
export async function getTemplate(
  { members }: Ports,
  actor: Actor,
  name: string,
): Promise<TemplateDetail> {
  await requireReader(members, actor);
  const document = findTemplate(name);
  if (!document) throw notFound("template");
  const parsed = scenario.parse(document);
  return {
    ...summaryOf(parsed),
    ...(parsed.description !== undefined && { description: parsed.description }),
    literature: parsed.literature ?? [],
    questions: parsed.questions ?? [],
    parameters: parsed.parameters,
    defaultRounds: openSimulation(compileScenario(parsed), { parameters: {}, seed: 0 }).rounds,
    document: parsed,
  };
}

/**
 * Returns a template as its author wrote it.
 * @throws AppError notFound
 */
export function templateDocument(name: string): ScenarioDocument {
  const document = findTemplate(name);
  if (!document) throw notFound("template");
  return document;
}

const summaryOf = (parsed: Scenario): TemplateSummary => ({
  name: parsed.name,
  title: parsed.title,
  summary: parsed.summary,
  ...(parsed.domain !== undefined && { domain: parsed.domain }),
  rounds: String(parsed.rounds),
  agentTypes: Object.entries(parsed.agents).map(([name, type]) => type.label ?? name),
  phases: parsed.phases.length,
  measures: Object.entries(parsed.measures).map(([name, measure]) => measure.label ?? name),
});
