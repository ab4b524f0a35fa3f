export { AppShell } from "./app-shell";
export { Page } from "./page";
export { ProductMark } from "./product-mark";
export { ProvenanceNotice } from "./provenance-notice";
