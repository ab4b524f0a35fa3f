"use client";

import { useMemo, type ReactNode } from "react";
import dynamic from "next/dynamic";
import { failureMessage, request } from "@/components/api";
import { callAuth, loadPage } from "@/components/auth";
import { ProjectGuard, ProjectSwitcher } from "@/components/projects";
import { AppShell } from "@/components/shell";
import { toast } from "@/components/ui/toast-store";
import type { Viewer } from "@/lib/contracts/account";
import { newProject } from "@/lib/contracts/projects";

/** Loaded after the page: nobody searches before they see it. */
const Palette = dynamic(() => import("@/components/palette").then((module) => module.Palette), {
  ssr: false,
});

const reloadPage = (): void => window.location.reload();

/** The shell of every signed-in page, with its sign-out action. */
export function SignedInShell({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  const knownIds = useMemo(() => viewer.projects.map(({ id }) => id), [viewer.projects]);
  const signOut = async () => {
    const status = await callAuth("sign-out", {});
    if (status >= 300) throw new Error(`not signed out: ${String(status)}`);
    loadPage("/sign-in");
  };
  const signOutOrSay = () =>
    signOut().catch(() =>
      toast.error("Could not sign out", {
        description:
          "The server could not be reached. You are still signed in; try again in a moment.",
      }),
    );
  const switchProject = async (id: string) => {
    try {
      await request("POST", `/api/projects/${id}/open`, newProject);
      loadPage("/");
    } catch (error) {
      toast.error("The project was not opened", { description: failureMessage(error) });
    }
  };
  return (
    <AppShell
      projectSwitcher={<ProjectSwitcher viewer={viewer} onOpened={() => loadPage("/")} />}
      role={viewer.project?.role ?? null}
      user={{ name: viewer.name, email: viewer.email }}
      onSignOut={signOut}
      palette={<Palette viewer={viewer} onSignOut={signOutOrSay} onSwitchProject={switchProject} />}
    >
      {viewer.project === null ? null : (
        <ProjectGuard projectId={viewer.project.id} knownIds={knownIds} onOutdated={reloadPage} />
      )}
      {children}
    </AppShell>
  );
}
