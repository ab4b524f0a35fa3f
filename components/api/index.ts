export { FailureAlert } from "./failure-alert";
export { queryKeys } from "./query-keys";
export { useLeaveWhenGone } from "./use-leave-when-gone";
export {
  ApiError,
  failureMessage,
  get,
  problemAt,
  shownProject,
  toApiError,
  request,
} from "./request";
