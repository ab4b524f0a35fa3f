import type { Metadata } from "next";
import { TokensView } from "@/components/tokens";
import { orNotFound, requireViewer } from "../../../_server/viewer";

export const metadata: Metadata = { title: "API tokens" };

export default async function TokensPage() {
  const { actor, services } = await requireViewer("/settings/tokens");
  return <TokensView initial={await orNotFound(() => services.listTokens(actor))} />;
}
