export * from "./account";
export * from "./endpoints";
export * from "./errors";
export * from "./jobs";
export * from "./reviews";
export * from "./runs";
export * from "./scenarios";
export * from "./files";
