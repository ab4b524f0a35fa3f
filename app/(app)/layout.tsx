import type { ReactNode } from "react";
import { SignedInShell } from "@/components/auth";
import { getViewer } from "../_server/viewer";

export const dynamic = "force-dynamic";

export default async function AppLayout({ children }: { children: ReactNode }) {
  const known = await getViewer();
  // Without anybody signed in, each page sends its visitor to sign in: only the page knows where to come back to.
  return known ? <SignedInShell viewer={known}>{children}</SignedInShell> : <>{children}</>;
}
