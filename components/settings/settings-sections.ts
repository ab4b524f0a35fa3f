import type { Viewer } from "@/lib/contracts/account";

export interface SettingsSection {
  label: string;
  href: string;
  /** Whether this person has a use for the section; its page decides about access. */
  isShownTo: (viewer: Viewer) => boolean;
}

/** The tabs of Settings, left to right. A new section is one line here and one page. */
export const SETTINGS_SECTIONS: readonly SettingsSection[] = [
  {
    label: "Members",
    href: "/settings/members",
    isShownTo: ({ project }) => project !== null && project.role !== "annotator",
  },
  {
    label: "Project",
    href: "/settings/project",
    isShownTo: ({ project }) => project?.role === "owner",
  },
  {
    label: "Storage",
    href: "/settings/storage",
    isShownTo: ({ project }) => project !== null && project.role !== "annotator",
  },
  {
    label: "Health",
    href: "/settings/health",
    isShownTo: ({ administrator, project }) => administrator || project?.role === "owner",
  },
  { label: "Log", href: "/settings/log", isShownTo: ({ administrator }) => administrator },
  {
    label: "Audit log",
    href: "/settings/audit",
    isShownTo: ({ project }) => project?.role === "owner",
  },
  { label: "API tokens", href: "/settings/tokens", isShownTo: ({ project }) => project !== null },
  { label: "Account", href: "/settings/account", isShownTo: () => true },
];

/** The section with which Settings opens for a person. */
export const settingsStart = (viewer: Viewer): string =>
  SETTINGS_SECTIONS.find(({ isShownTo }) => isShownTo(viewer))?.href ?? "/settings/account";
