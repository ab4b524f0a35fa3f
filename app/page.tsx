import { redirect } from "next/navigation";
import { roleHasPermission } from "@/lib/domain/access";
import { getViewer } from "./_server/viewer";

export const dynamic = "force-dynamic";

/** Opens what a person works with: reviews for those who only review, else the studies. */
export default async function Home() {
  const project = (await getViewer())?.project ?? null;
  redirect(project !== null && !roleHasPermission(project.role, "read") ? "/review" : "/studies");
}
