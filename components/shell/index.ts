export { AppShell } from "./app-shell";
export { navFor } from "./nav";
export { useShell } from "./shell-store";
export { GUIDE_PLACES } from "./guide-place";
export { Page } from "./page";
export { ProvenanceNotice } from "./provenance-notice";
