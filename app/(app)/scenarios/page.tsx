import { FileJson } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { OwnScenarios } from "@/components/own-scenarios";
import { Gallery } from "@/components/scenarios";
import { Page } from "@/components/shell";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { getViewer, mayRun, orNotFound, requireReader } from "../../_server/viewer";

export const metadata: Metadata = { title: "Scenarios" };

export default async function ScenariosPage() {
  const { actor, services } = await requireReader("/scenarios");
  const scenarios = await orNotFound(() => services.listScenarios(actor));
  const runs = mayRun(await getViewer());
  return (
    <Page crumbs={[{ label: "Scenarios" }]}>
      <PageHeader
        title="Scenarios"
        description={
          runs
            ? "Choose a scenario or a template, set its parameters and run it."
            : "The scenarios of this project, and the templates of the gallery."
        }
        actions={
          runs ? (
            <Button asChild>
              <Link href="/scenarios/import">
                <FileJson aria-hidden />
                Import a scenario file
              </Link>
            </Button>
          ) : undefined
        }
      />
      <OwnScenarios scenarios={scenarios} />
      <Gallery templates={await services.listTemplates(actor)} />
    </Page>
  );
}
