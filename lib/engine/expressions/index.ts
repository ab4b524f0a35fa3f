export { compileExpression } from "./compile";
export { BoundsError, EvaluationError } from "./errors";
export { FUNCTIONS } from "./functions/registry";
export { describeType } from "./type-rules";
export { compileView } from "./view";
