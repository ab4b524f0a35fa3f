import { FileJson } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Gallery } from "@/components/scenarios";
import { Page } from "@/components/shell";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { requireReader } from "../../_server/viewer";

export const metadata: Metadata = { title: "Scenarios" };

export default async function ScenariosPage() {
  const { actor, services } = await requireReader("/scenarios");
  return (
    <Page crumbs={[{ label: "Scenarios" }]}>
      <PageHeader
        title="Scenarios"
        description="Choose a template, set its parameters and run it."
        actions={
          <Button asChild>
            <Link href="/scenarios/import">
              <FileJson aria-hidden />
              Import a scenario file
            </Link>
          </Button>
        }
      />
      <Gallery templates={await services.listTemplates(actor)} />
    </Page>
  );
}
