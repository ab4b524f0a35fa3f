"use client";

import { BookOpen } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/components/ui/cn";
import { guidePlace } from "./guide-place";

/** Leads from a page to its chapter of the guide; nothing on the guide's own pages. */
export function GuideLink() {
  const path = usePathname();
  if (path === "/guide" || path.startsWith("/guide/")) return null;
  return (
    <Link
      href={guidePlace(path)}
      className={cn(
        "flex h-8 shrink-0 items-center gap-1.5 rounded-md px-2 text-sm text-muted-foreground",
        "hover:bg-accent hover:text-foreground",
      )}
    >
      <BookOpen aria-hidden className="size-4" />
      Guide
    </Link>
  );
}
