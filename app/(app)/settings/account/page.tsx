import type { Metadata } from "next";
import { ChangePasswordForm, SessionList } from "@/components/account";
import { requireViewer } from "../../../_server/viewer";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  await requireViewer("/settings/account");
  return (
    <>
      <ChangePasswordForm />
      <SessionList />
    </>
  );
}
