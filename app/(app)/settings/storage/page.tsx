import type { Metadata } from "next";
import { RecentlyDeleted } from "@/components/deletions";
import { orNotFound, requireReader } from "../../../_server/viewer";

export const metadata: Metadata = { title: "Storage" };

export default async function StoragePage() {
  const { actor, services } = await requireReader("/settings/storage");
  return <RecentlyDeleted initial={await orNotFound(() => services.listDeletions(actor))} />;
}
