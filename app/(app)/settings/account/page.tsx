import type { Metadata } from "next";
import { ChangePasswordForm, ProfileForm, SessionList } from "@/components/account";
import { getViewer, requireViewer } from "../../../_server/viewer";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  await requireViewer("/settings/account");
  const viewer = await getViewer();
  return (
    <>
      {viewer ? <ProfileForm name={viewer.name} email={viewer.email} /> : null}
      <ChangePasswordForm />
      <SessionList />
    </>
  );
}
