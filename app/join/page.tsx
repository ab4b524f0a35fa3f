import type { Metadata } from "next";
import { JoinPage } from "@/components/members";
import { appContainer } from "@/lib/container/app";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Join a project" };

/** The token of the link stands after the #, which only the browser sees. */
export default function Join() {
  return <JoinPage oidcLabel={appContainer().services.getSignInOptions().oidcLabel} />;
}
