export { compileAttributes, makeRow, type RowPlan } from "./attributes";
export { constantProblem } from "./constants";
export { checkOrder } from "./order";
