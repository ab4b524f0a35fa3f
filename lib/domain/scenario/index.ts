export * from "./answer";
export * from "./attribute";
export * from "./behaviour";
export * from "./effect";
export * from "./memory";
export * from "./model";
export * from "./model-groups";
export * from "./parameters";
export * from "./parse-scenario";
export * from "./phase";
export { describePhase } from "./describe-phase";
export * from "./population";
export {
  type Expression,
  expression,
  RESERVED_NAMES,
  scalarType,
  type Value,
  value,
} from "./primitives";
export * from "./problem";
export * from "./row-id";
export * from "./scenario";
