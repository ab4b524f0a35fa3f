export { createModelPool } from "./model-pool";
