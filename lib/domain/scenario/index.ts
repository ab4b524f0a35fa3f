export * from "./answer";
export * from "./attribute";
export * from "./behaviour";
export * from "./effect";
export * from "./phase";
export * from "./population";
export { type Expression, expression, RESERVED_NAMES, type Value, value } from "./primitives";
export * from "./scenario";
