import { toJsonPointer, type ScenarioProblem, type View } from "@/lib/domain/scenario";
import { compileView } from "../expressions";
import type { Computed, Names } from "../expressions/contract";
import type { ViewProblem } from "../expressions/view";
import type { Row } from "../base/row";
import { ANY, fieldsOf, rowOf, type Type } from "../base/types";
import { type Compiler, type LocatedNotes, locateNotes, toEvaluator } from "./compiler";
import type { EvaluationContext } from "./evaluation-context";
import { environmentNames } from "./names";
import { checkVariableName } from "./declaration-checks";

type EvaluateView = (context: EvaluationContext) => readonly Row[];

/** The views of one agent type. */
export type ViewAccess = {
  readonly isEmpty: boolean;
  /**
   * Returns the value of `view` for one context. Each view is evaluated on first use; `frozen`
   * caches the result, which is only valid while the world does not change.
   */
  fields(context: EvaluationContext, frozen: boolean): { readonly [view: string]: Computed };
};

const NO_VIEWS: ViewAccess = { isEmpty: true, fields: () => ({}) };

/** One view compiled for one agent type: its problems, and the views that it uses. */
type CompiledAgentView = {
  readonly problems: readonly ScenarioProblem[];
  readonly notes: readonly LocatedNotes[];
  readonly uses: ReadonlySet<string>;
};

/**
 * The views of a scenario, compiled for every agent type. A view that is invalid for a type is a
 * problem only when that type uses it.
 */
export class AgentViews {
  private readonly views = new Map<string, ViewAccess>();
  private readonly viewsByType = new Map<string, ReadonlyMap<string, CompiledAgentView>>();
  private readonly types = new Map<string, Readonly<Record<string, Type>>>();
  /** The views that are used by agents of a type. */
  private readonly used = new Map<string, Set<string>>();

  constructor(private readonly compiler: Compiler) {
    for (const agentType of Object.keys(compiler.scenario.agents)) this.compile(agentType);
  }

  viewsOf(agentType: string): ViewAccess {
    return this.views.get(agentType) ?? NO_VIEWS;
  }

  /**
   * Returns the names available to profiles, participant selection, actions and questionnaires,
   * before an answer exists.
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
   * Reports invalid views of the types that use them, and unused views that are invalid for every
   * type.
   */
  check(): void {
    const { compiler } = this;
    const agentTypes = Object.keys(compiler.scenario.agents);
    const users = new Map(agentTypes.map((agentType) => [agentType, this.usedBy(agentType)]));
    for (const name of Object.keys(compiler.scenario.views)) {
      checkVariableName(name, toJsonPointer(["views", name]), compiler);
      const report = (agentType: string): void => {
        const compiled = this.viewsByType.get(agentType)?.get(name);
        compiled?.problems.forEach((problem) => compiler.addProblem(problem));
        compiled?.notes.forEach((notes) => compiler.addNotes(notes));
      };
      const using = agentTypes.filter((agentType) => users.get(agentType)?.has(name) === true);
      // A view that uses an invalid view is reported there, where the mistake is.
      if (using.length > 0)
        using.filter((agentType) => !this.mayFollowFromUsedView(agentType, name)).forEach(report);
      else {
        compiler.reportWarning(
          toJsonPointer(["views", name]),
          `Nothing uses the view \`${name}\`.`,
        );
        compiler.tryForAgentTypes(agentTypes, report);
      }
    }
  }

  /** Whether the problem of a view may follow from an invalid view that it uses. */
  private mayFollowFromUsedView(agentType: string, name: string): boolean {
    const compiledViews = this.viewsByType.get(agentType);
    return [...(compiledViews?.get(name)?.uses ?? [])].some(
      (earlier) => (compiledViews?.get(earlier)?.problems.length ?? 0) > 0,
    );
  }

  private usedBy(agentType: string): ReadonlySet<string> {
    const all = new Set(this.used.get(agentType));
    // Iterating a set also visits values added meanwhile: the views that these views use.
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
            locateProblem(problem, { name, view, views: Object.keys(scenario.views) }),
          );
      const notes = result.ok
        ? result.compiled.notes.map(({ field, notes: found }) =>
            locateNotes(toJsonPointer(["views", name, field]), found),
          )
        : [];
      compiledViews.set(name, { problems, notes, uses });
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

/** Wraps the types of views in fields that record which of them an expression or template reads. */
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

/**
 * Locates a problem of a view. A view may only use earlier views, so that none depends on itself.
 */
function locateProblem(
  { field, message, from, length, suggestion }: ViewProblem,
  {
    name,
    view,
    views,
  }: { readonly name: string; readonly view: View; readonly views: readonly string[] },
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
 * The lazily evaluated views of one context. Every decision has several contexts, which use few
 * views: a proxy evaluates nothing before use, and a class allocates no closure per view.
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
