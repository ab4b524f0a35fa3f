import { Boxes, FlaskConical, ScrollText, Settings, Table2, type LucideIcon } from "lucide-react";

export interface NavItem {
  label: string;
  href: string;
  icon: LucideIcon;
  /** What the command palette also finds it by. */
  keywords?: readonly string[] | undefined;
}

/** The sidebar, top to bottom. A new area of the product is one line here. */
export const MAIN_NAV: readonly NavItem[] = [
  { label: "Studies", href: "/studies", icon: FlaskConical, keywords: ["runs", "results", "arms"] },
  {
    label: "Scenarios",
    href: "/scenarios",
    icon: ScrollText,
    keywords: ["templates", "designer", "gallery"],
  },
  { label: "Models", href: "/models", icon: Boxes, keywords: ["endpoints", "pool", "demo model"] },
  {
    label: "Data",
    href: "/data",
    icon: Table2,
    keywords: ["tables", "CSV", "datasets", "upload", "MovieLens"],
  },
  {
    label: "Settings",
    href: "/settings",
    icon: Settings,
    keywords: ["members", "roles", "invitations"],
  },
];

/** Whether the page at `path` belongs to the area at `href`. */
export function isWithin(path: string, href: string): boolean {
  return path === href || path.startsWith(`${href}/`);
}
