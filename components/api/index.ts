export { FailureAlert } from "./failure-alert";
export { queryKeys } from "./query-keys";
export { ApiError, failureMessage, get, problemAt, toApiError, request } from "./request";
