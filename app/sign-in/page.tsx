import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignedOutPage, safeNextPath, SignInForm } from "@/components/auth";
import { appContainer } from "@/lib/container/app";
import { getViewer } from "../_server/viewer";

export const metadata: Metadata = { title: "Sign in" };
export const dynamic = "force-dynamic";

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[]; error?: string | string[] }>;
}) {
  const { next: wanted, error } = await searchParams;
  const next = safeNextPath(wanted);
  const { services } = appContainer();
  if ((await services.getSetupState()).needsOwner) redirect("/setup");
  const { oidcLabel } = services.getSignInOptions();
  if (await getViewer()) redirect(next);
  return (
    <SignedOutPage title="Sign in" description="Sign in to open your studies.">
      <SignInForm
        next={next}
        oidcLabel={oidcLabel}
        oidcFailure={typeof error === "string" ? error : undefined}
      />
    </SignedOutPage>
  );
}
