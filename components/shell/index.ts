export { AppShell } from "./app-shell";
export { GUIDE_PLACES } from "./guide-place";
export { Page } from "./page";
export { ProductMark } from "./product-mark";
export { ProvenanceNotice } from "./provenance-notice";
