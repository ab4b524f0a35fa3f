import { toJsonPointer, type ScenarioProblem, type View } from "@/lib/domain/scenario";
import { compileView } from "../expressions";
import type { Computed, Names } from "../expressions/contract";
import type { ViewProblem } from "../expressions/view";
import type { Row } from "../base/row";
import { ANY, fieldsOf, rowOf, type Type } from "../base/types";
import { type Compiler, toEvaluator } from "./compiler";
import type { EvaluationContext } from "./evaluation-context";
import { environmentNames } from "./names";
import { checkVariableName } from "./declaration-checks";

type EvaluateView = (context: EvaluationContext) => readonly Row[];

/** The views as the agents of one type have them. */
export type ViewAccess = {
  readonly isEmpty: boolean;
  /**
   * `view` for one context, whose variables it is to be put into: each view is evaluated when it is
   * first used; `frozen` keeps what it gave, which is right as long as the world stands still.
   */
  fields(context: EvaluationContext, frozen: boolean): { readonly [view: string]: Computed };
};

const NO_VIEWS: ViewAccess = { isEmpty: true, fields: () => ({}) };

/** One view for one agent type: what is wrong with it, and the views it uses itself. */
type CompiledAgentView = {
  readonly problems: readonly ScenarioProblem[];
  readonly uses: ReadonlySet<string>;
};

/**
 * The views of a scenario, compiled for every agent type. One that makes no sense for a type only
 * matters when that type uses it.
 */
export class AgentViews {
  private readonly views = new Map<string, ViewAccess>();
  private readonly viewsByType = new Map<string, ReadonlyMap<string, CompiledAgentView>>();
  private readonly types = new Map<string, Readonly<Record<string, Type>>>();
  /** The views that agents of a type have used so far. */
  private readonly used = new Map<string, Set<string>>();

  constructor(private readonly compiler: Compiler) {
    for (const agentType of Object.keys(compiler.scenario.agents)) this.compile(agentType);
  }

  viewsOf(agentType: string): ViewAccess {
    return this.views.get(agentType) ?? NO_VIEWS;
  }

  /**
   * What profiles, the selection of who takes part, actions and questionnaires may use, before
   * there is an answer.
   */
  agentNames(agentType: string): Names {
    const types = this.types.get(agentType) ?? {};
    return {
      ...environmentNames(this.compiler.scenario),
      self: rowOf(agentType),
      view: fieldsOf(trackUse(types, this.used.get(agentType) ?? new Set())),
    };
  }

  /**
   * Reports the views that someone uses who cannot have them, and those that no one uses and no one
   * could.
   */
  check(): void {
    const { compiler } = this;
    const agentTypes = Object.keys(compiler.scenario.agents);
    const users = new Map(agentTypes.map((agentType) => [agentType, this.usedBy(agentType)]));
    for (const name of Object.keys(compiler.scenario.views)) {
      checkVariableName(name, toJsonPointer(["views", name]), compiler);
      const report = (agentType: string): void =>
        this.viewsByType
          .get(agentType)
          ?.get(name)
          ?.problems.forEach((problem) => compiler.addProblem(problem));
      const using = agentTypes.filter((agentType) => users.get(agentType)?.has(name) === true);
      // Whoever uses a view of a view that is wrong uses that one too, and is told of it.
      if (using.length > 0)
        using.filter((agentType) => !this.mayFollowFromUsedView(agentType, name)).forEach(report);
      else compiler.tryForAgentTypes(agentTypes, report);
    }
  }

  /** Whether what is wrong with a view may be because a view that it uses is wrong. */
  private mayFollowFromUsedView(agentType: string, name: string): boolean {
    const compiledViews = this.viewsByType.get(agentType);
    return [...(compiledViews?.get(name)?.uses ?? [])].some(
      (earlier) => (compiledViews?.get(earlier)?.problems.length ?? 0) > 0,
    );
  }

  private usedBy(agentType: string): ReadonlySet<string> {
    const all = new Set(this.used.get(agentType));
    // A set also goes through what is added on the way: the views that these views use.
    for (const name of all)
      for (const earlier of this.viewsByType.get(agentType)?.get(name)?.uses ?? [])
        all.add(earlier);
    return all;
  }

  private compile(agentType: string): void {
    const { scenario, schema } = this.compiler;
    const names = { ...environmentNames(scenario), self: rowOf(agentType) };
    const types: Record<string, Type> = {};
    const compiledViews = new Map<string, CompiledAgentView>();
    const cache = new Map<string, EvaluateView>();
    for (const [name, view] of Object.entries(scenario.views)) {
      const uses = new Set<string>();
      const result = compileView(view, schema, { ...names, view: fieldsOf(trackUse(types, uses)) });
      const problems = result.ok
        ? []
        : result.problems.map((problem) =>
            locateProblem(problem, name, view, Object.keys(scenario.views)),
          );
      compiledViews.set(name, { problems, uses });
      types[name] = result.ok ? result.compiled.type : ANY;
      if (result.ok)
        cache.set(
          name,
          toEvaluator(toJsonPointer(["views", name]), name, (scope) =>
            result.compiled.evaluate(scope),
          ),
        );
    }
    this.used.set(agentType, new Set());
    this.types.set(agentType, types);
    this.viewsByType.set(agentType, compiledViews);
    this.views.set(agentType, {
      isEmpty: cache.size === 0,
      fields: (context, frozen) => new Proxy(NO_FIELDS, new ViewProxy(cache, context, frozen)),
    });
  }
}

/** The types of views as fields that note which of them an expression or template looks at. */
function trackUse(
  types: Readonly<Record<string, Type>>,
  used: Set<string>,
): Readonly<Record<string, Type>> {
  const fields: Record<string, Type> = {};
  for (const [name, type] of Object.entries(types)) {
    const get = (): Type => {
      used.add(name);
      return type;
    };
    Object.defineProperty(fields, name, { enumerable: true, get });
  }
  return fields;
}

/** A view may use those before it, so that none can depend on itself. */
function locateProblem(
  { field, message, from, length, suggestion }: ViewProblem,
  name: string,
  view: View,
  views: readonly string[],
): ScenarioProblem {
  const at = { pointer: toJsonPointer(["views", name, field]), position: { from, length } };
  const source = String(view[field]);
  const other = source.slice(from, from + length);
  if (views.includes(other) && /\bview\s*\.\s*$/.test(source.slice(0, from)))
    return {
      ...at,
      message: `\`${name}\` may use the views before it, and \`${other}\` is not one of them.`,
    };
  return { ...at, message, ...(suggestion === undefined ? {} : { suggestion }) };
}

type Fields = Record<string, Computed>;

const NO_FIELDS: Fields = {};

/**
 * The views of one context. Most contexts use few of them, and every decision has several contexts:
 * behind a proxy nothing is made before it is used, and a class makes no functions for each.
 */
class ViewProxy implements ProxyHandler<Fields> {
  private cache: Map<string, readonly Row[]> | undefined;

  constructor(
    private readonly evaluators: ReadonlyMap<string, EvaluateView>,
    private readonly context: EvaluationContext,
    private readonly frozen: boolean,
  ) {}

  get(_: Fields, name: string | symbol): Computed | undefined {
    return typeof name === "string" ? this.evaluateOnce(name) : undefined;
  }

  has(_: Fields, name: string | symbol): boolean {
    return typeof name === "string" && this.evaluators.has(name);
  }

  ownKeys(): string[] {
    return [...this.evaluators.keys()];
  }

  getOwnPropertyDescriptor(_: Fields, name: string | symbol): PropertyDescriptor | undefined {
    return typeof name === "string" && this.evaluators.has(name)
      ? { value: this.evaluateOnce(name), enumerable: true, configurable: true, writable: true }
      : undefined;
  }

  private evaluateOnce(name: string): Computed | undefined {
    const known = this.cache?.get(name);
    if (known !== undefined) return known;
    const rows = this.evaluators.get(name)?.(this.context);
    if (this.frozen && rows) (this.cache ??= new Map()).set(name, rows);
    return rows;
  }
}
