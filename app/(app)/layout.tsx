import type { ReactNode } from "react";
import { Providers, SignedInShell } from "@/components/signed-in";
import { getViewer } from "../_server/viewer";

export const dynamic = "force-dynamic";

export default async function AppLayout({ children }: { children: ReactNode }) {
  const known = await getViewer();
  // Each page redirects visitors to sign in, because only the page knows where to return to.
  return (
    <Providers>
      {known ? <SignedInShell viewer={known}>{children}</SignedInShell> : children}
    </Providers>
  );
}
