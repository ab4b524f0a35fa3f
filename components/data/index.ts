export { DataView } from "./data-view";
export { DatasetView } from "./dataset-view";
