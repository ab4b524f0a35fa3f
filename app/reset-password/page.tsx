import type { Metadata } from "next";
import { ResetPasswordPage } from "@/components/account";

export const metadata: Metadata = { title: "Set a new password" };

/** The token of the link stands after the #, which only the browser sees. */
export default function ResetPassword() {
  return <ResetPasswordPage />;
}
