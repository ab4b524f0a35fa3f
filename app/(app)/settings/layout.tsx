import type { ReactNode } from "react";
import { SettingsFrame } from "@/components/settings";
import { getViewer } from "../../_server/viewer";

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const known = await getViewer();
  // Each page redirects visitors to sign in, because only the page knows where to return to.
  return known ? <SettingsFrame viewer={known}>{children}</SettingsFrame> : <>{children}</>;
}
