export {
  DATA_COLUMN_TYPES,
  type DataColumn,
  DATA_LIMITS,
  DataError,
  type DataTable,
} from "./data-table";
export { explainNumber, isBeyondExact, isMissing, readBoolean, readNumber } from "./read-cell";
export { THOUSANDS_SEPARATORS, toPlainNumber } from "./number-style";
export { readTable, TableReader } from "./table-reader";
export { usedColumns, findDatasetProblems, datasetUses } from "./dataset-uses";
