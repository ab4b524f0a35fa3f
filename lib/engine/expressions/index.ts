export { compileExpression } from "./compile";
export type {
  Compiled,
  CompileExpression,
  CompileResult,
  Computed,
  Names,
  Scope,
} from "./contract";
export { BoundsError, EvaluationError, NullRowError } from "./errors";
export type { FunctionDoc, FunctionGroup } from "./functions/entry";
export { FUNCTIONS } from "./functions/registry";
export { isAssignable, describeType as describeType } from "./type-rules";
export {
  type ViewEvaluator,
  compileView,
  type ViewField,
  type ViewProblem,
  type ViewResult,
} from "./view";
