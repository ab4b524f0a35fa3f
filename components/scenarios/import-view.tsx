"use client";

import { Upload } from "lucide-react";
import { useRef, useState, type DragEvent } from "react";
import { FailureAlert } from "@/components/api";
import { Page } from "@/components/shell";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { formatBytes } from "@/components/ui/format";
import { PageHeader } from "@/components/ui/page-header";
import { Spinner } from "@/components/ui/spinner";
import { Textarea } from "@/components/ui/textarea";
import type { Endpoint } from "@/lib/contracts/endpoints";
import { modelGroups } from "@/lib/domain/scenario";
import { decodeText } from "@/lib/domain/text/decode-text";
import { CheckProblems } from "./check-problems";
import { CheckRemarks } from "./check-remarks";
import { draftKey, useDrafts } from "./draft-store";
import { ReaderNote } from "./reader-note";
import { ScenarioOverview } from "./scenario-overview";
import { StudyForm } from "./study-form";
import { useCheckedDocument } from "./use-checked-document";
import { useStoredDrafts } from "./use-draft";

const MAX_FILE_BYTES = 20_000_000;

/** Imports a scenario file: shows its problems, or the form to run it. */
export function ImportView({
  endpoints,
  person,
  mayRun = true,
}: {
  endpoints: Endpoint[];
  person: string;
  mayRun?: boolean;
}) {
  const ready = useStoredDrafts();
  const text = useDrafts((state) => state.documents[person]) ?? "";
  const storageFailed = useDrafts((state) => state.storageFailed);
  const setText = (next: string) => useDrafts.getState().setDocument(person, next);
  const [refusal, setRefusal] = useState<string | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const checked = useCheckedDocument(text);

  const read = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > MAX_FILE_BYTES) {
      setRefusal(
        `${file.name} is ${formatBytes(file.size)}; the limit is ${formatBytes(MAX_FILE_BYTES)}.`,
      );
      return;
    }
    const decoded = decodeText(new Uint8Array(await file.arrayBuffer()));
    if (!decoded.ok) {
      setRefusal(`${file.name}: ${decoded.message}.`);
      return;
    }
    setRefusal(null);
    setText(decoded.text);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    void read(event.dataTransfer.files[0]);
  };

  return (
    <Page crumbs={[{ label: "Scenarios", href: "/scenarios" }, { label: "Import" }]}>
      <PageHeader
        title="Import a scenario file"
        description={
          "A scenario is one JSON document. It is validated as you type and runs once it is " +
          "valid."
        }
      />
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_30rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Card onDragOver={(event) => event.preventDefault()} onDrop={drop}>
            <CardHeader
              title="Document"
              description="Choose a file, drop one here, or paste the text."
              actions={
                <>
                  {text === "" ? null : (
                    <Button size="sm" variant="ghost" onClick={() => setText("")}>
                      Clear
                    </Button>
                  )}
                  <Button size="sm" onClick={() => picker.current?.click()}>
                    <Upload aria-hidden />
                    Choose file
                  </Button>
                </>
              }
            />
            <CardBody className="flex flex-col gap-3">
              <input
                ref={picker}
                type="file"
                accept=".json,application/json"
                className="hidden"
                aria-label="Scenario file"
                tabIndex={-1}
                onChange={(event) => {
                  void read(event.target.files?.[0]);
                  event.target.value = "";
                }}
              />
              {refusal === null ? null : (
                <Alert tone="error" title="The file was not read">
                  {refusal}
                </Alert>
              )}
              {storageFailed ? (
                <Alert tone="warning" title="The document is not saved in this browser">
                  It is too large for browser storage, or storage is disabled. Keep your file:
                  reloading clears this page.
                </Alert>
              ) : null}
              <Field label="Scenario document (JSON)" hideLabel>
                <Textarea
                  monospace
                  rows={18}
                  spellCheck={false}
                  value={ready ? text : ""}
                  placeholder={
                    '{\n  "schema": "microcosm/scenario/1",\n  "name": "my-scenario",\n  …\n}'
                  }
                  onChange={(event) => setText(event.target.value)}
                />
              </Field>
            </CardBody>
          </Card>
          {checked.state === "valid" ? <ScenarioOverview scenario={checked.scenario} /> : null}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {checked.state === "empty" ? (
            <Alert title="No document yet">
              The problems of the document or the form to run it appear here.
            </Alert>
          ) : null}
          {checked.state === "checking" ? (
            <p className="flex items-center gap-2 py-3 text-muted-foreground">
              <Spinner /> Checking…
            </p>
          ) : null}
          {checked.state === "failed" ? (
            <FailureAlert
              title="The document could not be checked"
              error={checked.error}
              onRetry={checked.retry}
            />
          ) : null}
          {checked.state === "invalid" ? (
            <CheckProblems
              problems={checked.problems}
              moreProblems={checked.moreProblems}
              wasValid={checked.wasValid}
            />
          ) : null}
          {checked.state === "valid" ? (
            <CheckRemarks warnings={checked.warnings} revelations={checked.revelations} />
          ) : null}
          {mayRun ? null : <ReaderNote />}
          {mayRun && checked.state === "valid" ? (
            <StudyForm
              key={checked.scenario.name}
              draftKey={draftKey(person, `file:${checked.scenario.name}`)}
              title={checked.scenario.title}
              scenario={{
                parameters: checked.scenario.parameters,
                groups: modelGroups(checked.scenario),
              }}
              source={{ document: checked.document }}
              defaultRounds={
                typeof checked.scenario.rounds === "number" ? checked.scenario.rounds : undefined
              }
              endpoints={endpoints}
            />
          ) : null}
        </div>
      </div>
    </Page>
  );
}
