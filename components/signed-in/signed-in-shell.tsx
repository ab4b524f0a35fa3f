"use client";

import { useMemo, type ReactNode } from "react";
import { callAuth, loadPage } from "@/components/auth";
import { ProjectGuard, ProjectSwitcher } from "@/components/projects";
import { AppShell } from "@/components/shell";
import type { Viewer } from "@/lib/contracts/account";

const reloadPage = (): void => window.location.reload();

/** The shell of every signed-in page, with its sign-out action. */
export function SignedInShell({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  const knownIds = useMemo(() => viewer.projects.map(({ id }) => id), [viewer.projects]);
  const signOut = async () => {
    const status = await callAuth("sign-out", {});
    if (status >= 300) throw new Error(`not signed out: ${String(status)}`);
    loadPage("/sign-in");
  };
  return (
    <AppShell
      projectSwitcher={<ProjectSwitcher viewer={viewer} onOpened={() => loadPage("/")} />}
      role={viewer.project?.role ?? null}
      user={{ name: viewer.name, email: viewer.email }}
      onSignOut={signOut}
    >
      {viewer.project === null ? null : (
        <ProjectGuard projectId={viewer.project.id} knownIds={knownIds} onOutdated={reloadPage} />
      )}
      {children}
    </AppShell>
  );
}
