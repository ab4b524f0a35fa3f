import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Door, nextPath, SignInForm } from "@/components/auth";
import { appContainer } from "@/lib/container/app";
import { viewer } from "../_server/enter";

export const metadata: Metadata = { title: "Sign in" };
export const dynamic = "force-dynamic";

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const next = nextPath((await searchParams).next);
  if ((await appContainer().services.setupState()).needsOwner) redirect("/setup");
  if (await viewer()) redirect(next);
  return (
    <Door title="Sign in" description="Your studies are where you left them.">
      <SignInForm next={next} />
    </Door>
  );
}
