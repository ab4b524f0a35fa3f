export { expectAccessible } from "./expect-accessible";
export { renderInApp, type RenderedInApp } from "./render";
export { answer, pending, refusal, serveJson, unreachable, type ServedRequest } from "./serve-json";
