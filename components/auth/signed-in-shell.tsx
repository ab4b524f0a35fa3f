"use client";

import type { ReactNode } from "react";
import { AppShell } from "@/components/shell";
import type { Viewer } from "@/lib/contracts/account";
import { authClient } from "./auth-client";
import { loadPage } from "./load-page";

/** The shell of every signed-in page, with its sign-out action. */
export function SignedInShell({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  const signOut = async () => {
    const { error } = await authClient.signOut();
    if (error) throw new Error(error.message ?? "not signed out");
    loadPage("/sign-in");
  };
  return (
    <AppShell
      projectName={viewer.project?.name ?? "No project"}
      role={viewer.project?.role ?? null}
      user={{ name: viewer.name, email: viewer.email }}
      onSignOut={signOut}
    >
      {children}
    </AppShell>
  );
}
