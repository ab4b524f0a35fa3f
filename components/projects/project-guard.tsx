"use client";

import { useEffect } from "react";
import { PROJECT_COOKIE, PROJECT_HEADER } from "@/lib/contracts/projects";

/** Whether another tab of this browser has opened another of the person's projects. */
function isOutdated(shownId: string, knownIds: readonly string[]): boolean {
  const opened = document.cookie
    .split("; ")
    .find((part) => part.startsWith(`${PROJECT_COOKIE}=`))
    ?.slice(PROJECT_COOKIE.length + 1);
  return opened !== undefined && opened !== shownId && knownIds.includes(opened);
}

interface ProjectGuardProps {
  projectId: string;
  knownIds: readonly string[];
  onOutdated: () => void;
}

/**
 * Keeps a page to one project: its requests name the one that it shows, and it is loaded again when
 * its reader comes back from a tab in which another was opened.
 */
export function ProjectGuard({ projectId, knownIds, onOutdated }: ProjectGuardProps) {
  useEffect(() => {
    const check = () => {
      if (isOutdated(projectId, knownIds)) onOutdated();
    };
    window.addEventListener("focus", check);
    return () => window.removeEventListener("focus", check);
  }, [projectId, knownIds, onOutdated]);
  return <meta name={PROJECT_HEADER} content={projectId} />;
}
