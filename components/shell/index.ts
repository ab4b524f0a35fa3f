export { AppShell, type AppShellProps } from "./app-shell";
export { MAIN_NAV, type NavItem } from "./nav";
export { Page, type PageProps } from "./page";
export { ProductMark } from "./product-mark";
export { ProvenanceNotice, type ProvenanceNoticeProps } from "./provenance-notice";
export type { ShellUser } from "./user-menu";
