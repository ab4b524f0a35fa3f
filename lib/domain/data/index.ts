export {
  COLUMN_TYPES,
  type ColumnType,
  type DataColumn,
  DATA_LIMITS,
  DataError,
  type DataTable,
} from "./contract";
export { isMissing, readNumber, readTruth, withPoint } from "./guess-column";
export { readTable, TableReader } from "./table-reader";
export { columnsUsed, datasetProblems, datasetUses, type DatasetUse } from "./uses";
