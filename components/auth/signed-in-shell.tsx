"use client";

import type { ReactNode } from "react";
import { AppShell } from "@/components/shell";
import type { Viewer } from "@/lib/contracts/account";
import { authClient } from "./auth-client";
import { leaveFor } from "./leave-for";

/** The frame of every page of somebody signed in. */
export function SignedInShell({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  const signOut = async () => {
    const { error } = await authClient.signOut();
    if (error) throw new Error(error.message ?? "not signed out");
    leaveFor("/sign-in");
  };
  return (
    <AppShell
      projectName={viewer.project?.name ?? "No project"}
      user={{ name: viewer.name, email: viewer.email }}
      onSignOut={signOut}
    >
      {children}
    </AppShell>
  );
}
