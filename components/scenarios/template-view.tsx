"use client";

import { Page } from "@/components/shell";
import { Badge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import type { Endpoint } from "@/lib/contracts/endpoints";
import type { TemplateDetail } from "@/lib/contracts/scenarios";
import { modelGroups } from "@/lib/domain/scenario";
import { draftKey } from "./draft-store";
import { ReaderNote } from "./reader-note";
import { ScenarioOverview } from "./scenario-overview";
import { StudyForm } from "./study-form";

/** A template and the form to run it. `person` separates the drafts of people. */
export function TemplateView({
  template,
  endpoints,
  person,
  mayRun = true,
}: {
  template: TemplateDetail;
  endpoints: Endpoint[];
  person: string;
  mayRun?: boolean;
}) {
  return (
    <Page crumbs={[{ label: "Scenarios", href: "/scenarios" }, { label: template.title }]}>
      <PageHeader
        title={template.title}
        status={
          template.domain === undefined ? undefined : (
            <Badge tone="outline">{template.domain}</Badge>
          )
        }
        description={template.summary}
      />
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_30rem]">
        <div className="xl:order-2">
          {mayRun ? (
            <StudyForm
              draftKey={draftKey(person, template.name)}
              title={template.title}
              scenario={{ parameters: template.parameters, groups: modelGroups(template.document) }}
              source={{ template: template.name }}
              defaultRounds={template.defaultRounds}
              endpoints={endpoints}
            />
          ) : (
            <ReaderNote />
          )}
        </div>
        <ScenarioOverview scenario={template.document} />
      </div>
    </Page>
  );
}
