import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignedOutPage } from "@/components/auth";
import { SetupForm } from "@/components/new-account";
import { appContainer } from "@/lib/container/app";

export const metadata: Metadata = { title: "Set up" };
export const dynamic = "force-dynamic";

export default async function SetupPage() {
  const { needsOwner, needsCode } = await appContainer().services.getSetupState();
  if (!needsOwner) redirect("/sign-in");
  return (
    <SignedOutPage
      title="Set up Microcosm"
      description={
        "Create your account. The first account owns this installation and manages its model " +
        "endpoints."
      }
    >
      <SetupForm needsCode={needsCode} />
    </SignedOutPage>
  );
}
