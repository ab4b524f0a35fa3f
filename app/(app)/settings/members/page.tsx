import type { Metadata } from "next";
import { MembersView } from "@/components/members";
import { orNotFound, requireViewer } from "../../../_server/viewer";

export const metadata: Metadata = { title: "Members" };

export default async function MembersPage() {
  const { actor, services } = await requireViewer("/settings/members");
  return <MembersView initial={await orNotFound(() => services.listMembers(actor))} />;
}
