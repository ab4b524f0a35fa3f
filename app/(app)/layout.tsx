import type { ReactNode } from "react";
import { SignedInShell } from "@/components/auth";
import { getViewer } from "../_server/viewer";

export const dynamic = "force-dynamic";

export default async function AppLayout({ children }: { children: ReactNode }) {
  const known = await getViewer();
  // Each page redirects visitors to sign in, because only the page knows where to return to.
  return known ? <SignedInShell viewer={known}>{children}</SignedInShell> : <>{children}</>;
}
