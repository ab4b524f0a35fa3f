import type { Metadata } from "next";
import { TemplateView } from "@/components/scenarios";
import { mayRun, requireReader, orNotFound, getViewer } from "../../../_server/viewer";

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await params;
  if (!(await getViewer())) return {};
  const { actor, services } = await requireReader(`/scenarios/${name}`);
  return { title: (await orNotFound(() => services.getTemplate(actor, name))).title };
}

export default async function TemplatePage({ params }: Props) {
  const { name } = await params;
  const { actor, services } = await requireReader(`/scenarios/${name}`);
  const [template, endpoints, known] = await Promise.all([
    orNotFound(() => services.getTemplate(actor, name)),
    services.listEndpoints(actor),
    getViewer(),
  ]);
  return (
    <TemplateView
      template={template}
      endpoints={endpoints}
      person={known?.id ?? ""}
      mayRun={mayRun(known)}
    />
  );
}
