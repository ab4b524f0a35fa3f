import {
  Boxes,
  ClipboardCheck,
  FlaskConical,
  ScrollText,
  Settings,
  Table2,
  type LucideIcon,
} from "lucide-react";
import { roleHasPermission, type Role } from "@/lib/domain/access";

export interface NavItem {
  label: string;
  href: string;
  icon: LucideIcon;
  /** What the command palette also finds it by. */
  keywords?: readonly string[] | undefined;
}

/** The sidebar, top to bottom. A new area of the product is one line here. */
const MAIN_NAV: readonly NavItem[] = [
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

/** The one area of members who only review. */
const REVIEW_NAV: readonly NavItem[] = [
  { label: "Review", href: "/review", icon: ClipboardCheck, keywords: ["queue", "scores"] },
];

/** Returns the areas for a role: members who only review see nothing else, others see all. */
export const navFor = (role: Role | null): readonly NavItem[] =>
  role === null ? [] : roleHasPermission(role, "read") ? MAIN_NAV : REVIEW_NAV;

/** Whether the page at `path` belongs to the area at `href`. */
export function isWithin(path: string, href: string): boolean {
  return path === href || path.startsWith(`${href}/`);
}
