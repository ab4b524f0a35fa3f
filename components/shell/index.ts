export { AppShell } from "./app-shell";
export { GUIDE_PLACES } from "./guide-place";
export { Page } from "./page";
export { ProvenanceNotice } from "./provenance-notice";
