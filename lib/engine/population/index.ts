export { compileAttributes, makeRow, type RowPlan } from "./attributes";
export { constantProblem } from "./constant-problem";
export {
  cellError,
  type DatasetReader,
  type DatasetRow,
  type Datasets,
  openDataset,
} from "./dataset";
export { compileFinder, type FindRow } from "./find-row";
export { checkInitOrder } from "./init-order";
export { rowSampler } from "./sample-rows";
