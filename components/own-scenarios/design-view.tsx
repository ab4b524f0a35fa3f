"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { runLabel } from "@/components/run-data";
import { draftKey, ScenarioOverview, StudyForm, useDrafts, valueOf } from "@/components/scenarios";
import { Page } from "@/components/shell";
import { Alert } from "@/components/ui/alert";
import { PageHeader } from "@/components/ui/page-header";
import type { Endpoint } from "@/lib/contracts/endpoints";
import type { Design } from "@/lib/contracts/scenarios";
import { modelGroups } from "@/lib/domain/scenario";
import { ChangeList } from "./change-list";
import { designDraft } from "./design-draft";
import { listChanges } from "./list-changes";
import { VersionSelect } from "./version-select";

interface DesignViewProps {
  design: Design;
  endpoints: Endpoint[];
  /** Separates the drafts of people who share a browser. */
  person: string;
}

/** The form that starts a study, filled from a run or from a whole study. */
export function DesignView({ design, endpoints, person }: DesignViewProps) {
  const { study, run, version, scenario, settings, parsed, usedVersion } = design;
  const router = useRouter();
  const source = run ? `run=${run.id}` : `study=${study.id}`;
  const keyOf = (number: number) => draftKey(person, `${source}@${String(number)}`);
  const origin = run ? runLabel(run).toLowerCase() : `“${study.name}”`;

  /** Takes what was changed along to another version. */
  const choose = (number: number) => {
    const { drafts, change } = useDrafts.getState();
    const touched = drafts[keyOf(version.number)];
    if (touched) {
      const values = Object.fromEntries(
        Object.entries(parsed.parameters).map(([name, parameter]) => [
          name,
          valueOf(touched, name, parameter),
        ]),
      );
      change(keyOf(number), () => ({ ...touched, values }));
    }
    router.replace(`/studies/new?${source}&version=${String(number)}`);
  };

  return (
    <Page
      crumbs={[
        { label: "Studies", href: "/studies" },
        { label: study.name, href: `/studies/${study.id}` },
        ...(run ? [{ label: runLabel(run), href: `/runs/${run.id}` }] : []),
        { label: run ? "Run with changes" : "Duplicate" },
      ]}
    >
      <PageHeader
        title={run ? "Run with changes" : "Duplicate the study"}
        description={
          run
            ? `A new study, filled in as ${origin} of “${study.name}”. That run stays as it is.`
            : `A new study, filled in as ${origin}. That study stays as it is.`
        }
      />
      {design.isInCurrentProject ? (
        <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_30rem]">
          <div className="flex flex-col gap-4 xl:order-2">
            <VersionSelect
              versions={scenario.versions}
              value={version.number}
              onValueChange={choose}
              used={usedVersion}
            />
            {settings.arms ? <Arms arms={settings.arms} /> : null}
            <StudyForm
              key={`${source}@${String(version.number)}`}
              draftKey={keyOf(version.number)}
              title={run ? parsed.title : study.name}
              scenario={{ parameters: parsed.parameters, groups: modelGroups(parsed) }}
              source={{
                scenarioVersionId: version.id,
                ...(settings.arms && { arms: settings.arms.map((arm) => ({ ...arm })) }),
              }}
              defaultRounds={design.defaultRounds}
              endpoints={endpoints}
              initial={designDraft(design)}
              summary={(draft, known) => (
                <ChangeList changes={listChanges(design, draft, known)} origin={origin} />
              )}
            />
          </div>
          <ScenarioOverview scenario={parsed} />
        </div>
      ) : (
        <Alert tone="warning" title="This belongs to another project">
          New studies start in the project that is open. Open the project of{" "}
          <Link href={`/studies/${study.id}`} className="underline">
            {study.name}
          </Link>{" "}
          with the switcher in the sidebar, then come back to this page.
        </Alert>
      )}
    </Page>
  );
}

function Arms({ arms }: { arms: NonNullable<Design["settings"]["arms"]> }) {
  return (
    <Alert title={`The arms are kept: ${arms.map(({ name }) => name).join(", ")}`}>
      <ul className="flex flex-col">
        {arms.map(({ name, parameters }) => (
          <li key={name}>
            {name}
            {": "}
            {Object.entries(parameters)
              .map(([parameter, value]) => `${parameter} = ${String(value)}`)
              .join(", ") || "the parameters below"}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
