export { createModelPool, type ClosableModelPool, type ModelPoolOptions } from "./model-pool";
