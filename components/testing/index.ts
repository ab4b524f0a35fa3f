export { expectAccessible } from "./expect-accessible";
export { findToast } from "./find-toast";
export { countPageLoads } from "./page-loads";
export { renderInApp } from "./render";
export { answer, pending, refusal, serveJson, unreachable, type ServedRequest } from "./serve-json";
