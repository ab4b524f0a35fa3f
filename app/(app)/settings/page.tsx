import { redirect } from "next/navigation";
import { SETTINGS_START } from "@/components/settings";

export default function SettingsStart() {
  redirect(SETTINGS_START);
}
