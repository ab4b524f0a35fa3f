import type { Metadata } from "next";
import { LogView } from "@/components/logs";
import { logQuery } from "@/lib/contracts/logs";
import { orNotFound, requireViewer } from "../../../_server/viewer";

export const metadata: Metadata = { title: "Log" };

export default async function LogPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { actor, services } = await requireViewer("/settings/log");
  // Decides about access; the page reads the entries itself.
  await orNotFound(() => services.listLog(actor, { limit: 1 }));
  const { level, program, text, run } = logQuery.safeParse(await searchParams).data ?? {};
  return <LogView initial={{ level, program, text, run }} />;
}
