import { redirect } from "next/navigation";
import { settingsStart } from "@/components/settings";
import { getViewer, requireViewer } from "../../_server/viewer";

/** Opens the first section that the person may see. */
export default async function SettingsStart() {
  await requireViewer("/settings");
  const viewer = await getViewer();
  redirect(viewer ? settingsStart(viewer) : "/");
}
