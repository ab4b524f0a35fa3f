import { pointerOf, type ScenarioProblem } from "@/lib/domain/scenario";
import { compileView } from "../expressions";
import { ANY, type Type } from "../types";
import { checkVariableName } from "./attributes";
import type { Report } from "./report";
import { own } from "./schema";
import { viewNames } from "./scopes";

/** The views as each agent type has them, and what is wrong with those it uses. */
export class Sights {
  private readonly types = new Map<string, Readonly<Record<string, Type>>>();
  private readonly problems = new Map<string, readonly ScenarioProblem[]>();

  constructor(private readonly report: Report) {
    for (const agentType of Object.keys(report.scenario.agents)) this.compile(agentType);
  }

  /** Types of the views for an agent type. Those that make no sense for it are of any type: they are reported where they stand. */
  typesFor(agentType: string): Readonly<Record<string, Type>> {
    return this.types.get(agentType) ?? {};
  }

  /** A view is wrong when an agent type that uses it cannot; one that nobody uses must make sense for some type. */
  check(): void {
    const { scenario } = this.report;
    const agentTypes = Object.keys(scenario.agents);
    const users = new Map(agentTypes.map((type) => [type, viewsUsedBy(type, this.report)]));
    for (const name of Object.keys(scenario.views)) {
      checkVariableName(name, ["views", name], this.report);
      const using = agentTypes.filter((type) => users.get(type)?.has(name) === true);
      for (const type of using) this.report.addAll(this.problemsOf(type, name));
      if (using.length === 0) this.report.forSome(agentTypes, (type) => this.report.addAll(this.problemsOf(type, name)));
    }
  }

  private problemsOf(agentType: string, view: string): readonly ScenarioProblem[] {
    return this.problems.get(`${agentType}/${view}`) ?? [];
  }

  private compile(agentType: string): void {
    const { scenario, schema } = this.report;
    const types: Record<string, Type> = {};
    for (const [name, view] of Object.entries(scenario.views)) {
      const result = compileView(view, schema, viewNames(scenario, agentType, types));
      types[name] = result.ok ? result.compiled.type : ANY;
      if (result.ok) continue;
      const problems = result.problems.map(({ field, message, from, length, suggestion }) => ({
        pointer: pointerOf(["views", name, field]),
        message: laterView(message, name, Object.keys(scenario.views)),
        position: { from, length },
        ...(suggestion === undefined ? {} : { suggestion }),
      }));
      this.problems.set(`${agentType}/${name}`, problems);
    }
    this.types.set(agentType, types);
  }
}

/** A view may use those before it, so that none can depend on itself. */
function laterView(message: string, name: string, views: readonly string[]): string {
  const unknown = /^`view` has no value `(\w+)`\.$|^view has no (?:value|attribute) `(\w+)`\.$/.exec(message);
  const used = unknown?.[1] ?? unknown?.[2];
  return used !== undefined && views.includes(used) ? `\`${name}\` may use the views before it, and \`${used}\` is not one of them.` : message;
}

const MENTION = /\bview\s*\.\s*([A-Za-z]\w*)/g;

/** Views that an agent type's profile, phases, actions and questionnaires mention, and the views that those use. */
function viewsUsedBy(agentType: string, { scenario }: Report): ReadonlySet<string> {
  const parts: unknown[] = [own(scenario.agents, agentType)?.profile];
  for (const phase of scenario.phases) {
    if ("decide" in phase && phase.decide === agentType) parts.push(phase, ...phase.do.map((name) => own(scenario.actions, name)));
    if ("ask" in phase && phase.who === agentType) parts.push(phase, own(scenario.questionnaires, phase.ask));
  }
  const used = new Set<string>();
  const scan = (part: unknown): void => {
    if (typeof part === "string") for (const [, name] of part.matchAll(MENTION)) if (name !== undefined) mention(name);
    if (typeof part !== "object" || part === null) return;
    for (const [key, inner] of Object.entries(part)) {
      if ((key === "view" || key === "each") && typeof inner === "string") mention(inner);
      scan(inner);
    }
  };
  const mention = (name: string): void => {
    const view = own(scenario.views, name);
    if (view === undefined || used.has(name)) return;
    used.add(name);
    scan(view);
  };
  parts.forEach(scan);
  return used;
}
