import { BoundsError, charge } from "../expressions/errors";
import { LIMITS } from "../base/limits";
import type { CompiledTemplate, CompileTemplate, MayRead, TemplateResult } from "./contract";
import { compileBody } from "./nodes";
import { Compilation, type Frame, type Reader } from "./compilation";
import { readTemplate } from "./read-template";
import type { Names } from "../expressions/contract";
import type { Schema } from "../base/types";

export type { MayRead, TemplateResult } from "./contract";
export { formatTemplateNumber } from "./number-filters";
export { isFilter } from "./filters";
export { PUBLIC_VIEWER, type Reader } from "./compilation";

/**
 * Compiles one Liquid template to a function. liquidjs only parses: rendering is our own, because
 * the order of draws, time limits and visibility must be deterministic. Steps are counted instead
 * of milliseconds, filters are pure, and attributes that the viewer may not read do not exist.
 * `reader` is the intended reader: by default the agent called `self` where there is one, otherwise
 * the public.
 *
 * Rendering throws a `BoundsError` beyond the budget or the longest prompt, and an
 * `EvaluationError` when it would show an attribute to a viewer who may not read it.
 */
export function compileTemplate(
  source: string,
  schema: Schema,
  names: Names,
  mayRead: MayRead,
  reader?: Reader,
): TemplateResult {
  const read = readTemplate(source);
  if (!read.ok) return { ok: false, problems: [read.problem] };
  const compilation = new Compilation(
    source,
    schema,
    names,
    mayRead,
    reader ?? (Object.hasOwn(names, "self") ? "self" : "public"),
  );
  const render = compileBody(read.body, compilation);
  if (compilation.problems.length > 0) return { ok: false, problems: compilation.problems };
  const compiled: CompiledTemplate = {
    source,
    render(scope, viewer) {
      charge(scope, 1, source);
      const frame: Frame = { scope, viewer, slots: [], text: "", startsNull: false, jump: "none" };
      render(frame);
      if (frame.text.length > LIMITS.promptCharacters)
        throw new BoundsError(
          source,
          `it made a text of more than ${LIMITS.promptCharacters} characters`,
        );
      return frame.text;
    },
  };
  const { deprecations, revelations } = compilation;
  return { ok: true, compiled, deprecations, revelations };
}

compileTemplate satisfies CompileTemplate;
