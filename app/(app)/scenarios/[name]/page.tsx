import type { Metadata } from "next";
import { TemplateView } from "@/components/scenarios";
import { enter, orNotFound, viewer } from "../../../_server/enter";

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await params;
  if (!(await viewer())) return {};
  const { services } = await enter(`/scenarios/${name}`);
  return { title: (await orNotFound(() => services.getTemplate(name))).title };
}

export default async function TemplatePage({ params }: Props) {
  const { name } = await params;
  const { actor, services } = await enter(`/scenarios/${name}`);
  const [template, endpoints, known] = await Promise.all([
    orNotFound(() => services.getTemplate(name)),
    services.listEndpoints(actor),
    viewer(),
  ]);
  return <TemplateView template={template} endpoints={endpoints} person={known?.id ?? ""} />;
}
