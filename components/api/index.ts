export { FailureAlert } from "./failure-alert";
export { queryKeys } from "./query-keys";
export {
  ApiError,
  failureMessage,
  get,
  problemAt,
  shownProject,
  toApiError,
  request,
} from "./request";
