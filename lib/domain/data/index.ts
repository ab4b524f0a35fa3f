export {
  DATA_COLUMN_TYPES,
  type DataColumn,
  DATA_LIMITS,
  DataError,
  type DataTable,
} from "./data-table";
export { isMissing, readNumber, readBoolean, withDecimalPoint } from "./guess-column";
export { readTable, TableReader } from "./table-reader";
export { usedColumns, findDatasetProblems, datasetUses } from "./dataset-uses";
