import type { Metadata } from "next";
import { RecentlyDeleted } from "@/components/deletions";
import { RetentionNote } from "@/components/retention";
import { DiskUseView } from "@/components/storage";
import { orNotFound, requireReader } from "../../../_server/viewer";

export const metadata: Metadata = { title: "Storage" };

export default async function StoragePage() {
  const { actor, services } = await requireReader("/settings/storage");
  const [deletions, diskUse] = await orNotFound(() =>
    Promise.all([services.listDeletions(actor), services.getDiskUse(actor)]),
  );
  return (
    <>
      <RetentionNote />
      <RecentlyDeleted initial={deletions} />
      <DiskUseView initial={diskUse} />
    </>
  );
}
