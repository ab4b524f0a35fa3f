export { compileAttributes, makeRow, type RowPlan } from "./attributes";
export type { InitCompiler, InitPlace } from "./contract";
export { defaultValue } from "./init";
