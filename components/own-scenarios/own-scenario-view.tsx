"use client";

import { Download } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { DeleteButton } from "@/components/deletions";
import { DocumentCheck, draftKey, ScenarioOverview, StudyForm } from "@/components/scenarios";
import { Page } from "@/components/shell";
import { RunTable } from "@/components/studies";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import type { Endpoint } from "@/lib/contracts/endpoints";
import type { StoredScenarioDetail } from "@/lib/contracts/scenarios";
import { modelGroups } from "@/lib/domain/scenario";
import { VersionSelect } from "./version-select";

/** Longer documents are for the download: the browser would stall on them. */
const MAX_SHOWN = 400_000;

interface OwnScenarioViewProps {
  detail: StoredScenarioDetail;
  endpoints: Endpoint[];
  person: string;
}

/** A scenario of the project in one of its versions: its runs, its document, the form to run it. */
export function OwnScenarioView({ detail, endpoints, person }: OwnScenarioViewProps) {
  const { scenario, version, document, parsed, defaultRounds, runs, mayRun } = detail;
  const router = useRouter();
  const json = useMemo(() => JSON.stringify(document, null, 2), [document]);
  const path = `/scenarios/own/${scenario.id}`;
  const file = `/api/scenarios/${scenario.id}/document?version=${String(version.number)}`;
  return (
    <Page crumbs={[{ label: "Scenarios", href: "/scenarios" }, { label: scenario.title }]}>
      <PageHeader
        title={parsed.title}
        status={version.isTemplate ? <Badge tone="outline">Template</Badge> : undefined}
        description={parsed.summary}
        actions={
          mayRun ? (
            <DeleteButton
              kind="scenario"
              id={scenario.id}
              leaveTo="/scenarios"
              size="sm"
              variant="ghost"
            />
          ) : undefined
        }
      />
      <VersionSelect
        versions={scenario.versions}
        value={version.number}
        onValueChange={(number) => router.replace(`${path}?version=${String(number)}`)}
      />
      <Card className="overflow-hidden">
        <CardHeader
          title={`Runs of version ${String(version.number)}`}
          description={runs.length === 0 ? undefined : "The newest study first."}
        />
        {runs.length === 0 ? (
          <EmptyState
            title="No runs"
            description="The studies of this version are gone. Run it with the form below."
          />
        ) : (
          <RunTable runs={runs} studies />
        )}
      </Card>
      <div
        className={cn(
          "grid grid-cols-1 items-start gap-4",
          mayRun && "xl:grid-cols-[minmax(0,1fr)_30rem]",
        )}
      >
        {mayRun ? (
          <div className="xl:order-2">
            <StudyForm
              key={version.id}
              draftKey={draftKey(person, `own:${version.id}`)}
              title={parsed.title}
              scenario={{ parameters: parsed.parameters, groups: modelGroups(parsed) }}
              source={{ scenarioVersionId: version.id }}
              defaultRounds={defaultRounds}
              endpoints={endpoints}
            />
          </div>
        ) : null}
        <div className="flex min-w-0 flex-col gap-4">
          <DocumentCheck id={version.id} document={document} />
          <ScenarioOverview scenario={parsed} />
          <Card>
            <CardHeader
              title="Document"
              description={`Version ${String(version.number)}, as its author wrote it.`}
              actions={
                <>
                  <CopyButton text={json} label="Copy JSON" showLabel />
                  <Button asChild size="sm">
                    <a href={file}>
                      <Download aria-hidden />
                      Download
                    </a>
                  </Button>
                </>
              }
            />
            <CardBody>
              {json.length > MAX_SHOWN ? (
                <p>The document is too long to be shown here. Download it.</p>
              ) : (
                <CodeBlock code={json} wrap={false} maxHeight="32rem" />
              )}
            </CardBody>
          </Card>
        </div>
      </div>
    </Page>
  );
}
