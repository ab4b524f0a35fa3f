"use client";

import { useMutation } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, type FormEvent, type ReactNode } from "react";
import { ApiError, FailureAlert, problemAt, request } from "@/components/api";
import { useEndpoints } from "@/components/endpoints";
import { EstimatePanel } from "@/components/estimates";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { StickyBar } from "@/components/ui/sticky-bar";
import type { Endpoint } from "@/lib/contracts/endpoints";
import { startedStudy } from "@/lib/contracts/runs";
import {
  draftProblems,
  EMPTY_DRAFT,
  isChanged,
  isUntouched,
  modelPointer,
  toStartStudy,
  valueOf,
  withValue,
  type ScenarioForm,
  type StudyDraft,
  type StudySource,
} from "./draft";
import { ParameterControl } from "./parameter-control";
import { ProblemList } from "./problem-list";
import { StudySettings } from "./study-settings";
import { useDraft } from "./use-draft";

export interface StudyFormProps {
  draftKey: string;
  title: string;
  scenario: ScenarioForm;
  source: StudySource;
  /** The rounds at the default parameters, where known. */
  defaultRounds: number | undefined;
  endpoints: Endpoint[];
  /** What the form starts with, empty by default. */
  initial?: StudyDraft | undefined;
  /** Shown above the button that starts the study. */
  summary?: ((draft: StudyDraft, endpoints: readonly Endpoint[]) => ReactNode) | undefined;
}

/** The form that starts a study: name, parameters, settings and estimate. */
export function StudyForm({
  draftKey,
  title,
  scenario,
  source,
  defaultRounds,
  endpoints: initialEndpoints,
  initial = EMPTY_DRAFT,
  summary,
}: StudyFormProps) {
  const router = useRouter();
  const { draft, change, reset, storageFailed: isUnsaved } = useDraft(draftKey, initial);
  const { data: endpoints } = useEndpoints(initialEndpoints);
  const [submitted, setSubmitted] = useState(false);
  const start = useMutation({
    mutationFn: () =>
      request("POST", "/api/studies", startedStudy, {
        body: toStartStudy({ draft, scenario, source, endpoints }),
      }),
    onSuccess: ({ studyId, runIds }) => {
      reset();
      // The button may be far down; the next page starts at its top.
      window.scrollTo({ top: 0 });
      const [only] = runIds;
      router.push(
        runIds.length === 1 && only !== undefined ? `/runs/${only}` : `/studies/${studyId}`,
      );
    },
  });

  const problems = draftProblems(draft, scenario, endpoints);
  const serverProblems =
    start.error instanceof ApiError
      ? start.error.problems.map((problem) => ({
          ...problem,
          pointer: fieldPointer(problem.pointer, scenario),
        }))
      : [];
  const errorAt = (pointer: string) =>
    problemAt(problems, pointer) ?? problemAt(serverProblems, pointer);
  const edit: typeof change = (how) => {
    if (start.isError) start.reset();
    change(how);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSubmitted(true);
    if (problems.length === 0) return start.mutate();
    // Fields are marked as they are filled in.
    event.currentTarget.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  };
  const otherProblems = serverProblems.filter(({ pointer }) => !isField(pointer, scenario));

  return (
    <form noValidate onSubmit={submit} aria-label="New study">
      <Card>
        <CardHeader
          title="Set up a run"
          description="Your entries are saved in this browser until you run or reset the form."
          actions={
            isUntouched(draft, initial) ? undefined : (
              <Button
                size="sm"
                variant="ghost"
                onClick={() => {
                  start.reset();
                  setSubmitted(false);
                  reset();
                }}
              >
                Reset all
              </Button>
            )
          }
        />
        <CardBody className="flex flex-col gap-5">
          {isUnsaved ? (
            <Alert tone="warning" title="The draft is not saved in this browser">
              Browser storage is full or disabled. The form works, but reloading clears it.
            </Alert>
          ) : null}
          <Field label="Study name" error={errorAt("/name")}>
            <Input
              value={draft.name}
              placeholder={title}
              onChange={(event) => edit((known) => ({ ...known, name: event.target.value }))}
            />
          </Field>
          {Object.entries(scenario.parameters).length === 0 ? null : (
            <fieldset className="flex flex-col gap-5">
              <legend className="sr-only">Parameters</legend>
              {Object.entries(scenario.parameters).map(([name, parameter]) => (
                <ParameterControl
                  key={name}
                  name={name}
                  parameter={parameter}
                  value={valueOf(draft, name, parameter)}
                  changed={isChanged(draft, name, parameter)}
                  error={errorAt(`/parameters/${name}`)}
                  onChange={(value) => edit((known) => withValue(known, name, parameter, value))}
                />
              ))}
            </fieldset>
          )}
          <StudySettings
            draft={draft}
            edit={edit}
            errorAt={errorAt}
            scenario={scenario}
            endpoints={endpoints}
            defaultRounds={defaultRounds}
          />
          {summary?.(draft, endpoints)}
          {submitted && problems.length > 0 ? (
            <Alert
              tone="error"
              title={
                problems.length === 1
                  ? "1 field needs another value"
                  : `${String(problems.length)} fields need other values`
              }
            >
              {problems.length === 1 ? "It is" : "They are"} marked above. Nothing was started.
            </Alert>
          ) : null}
          {start.isError ? (
            <FailureAlert
              title="The study was not started"
              error={start.error}
              onRetry={() => start.mutate()}
            />
          ) : null}
          {otherProblems.length > 0 ? <ProblemList problems={otherProblems} /> : null}
        </CardBody>
        <StickyBar
          as="footer"
          edge="bottom"
          className={cn(
            "z-10 rounded-b-lg border-t border-border bg-card",
            "[@media(max-height:30rem)]:static",
          )}
        >
          <EstimatePanel
            study={
              problems.length === 0 ? toStartStudy({ draft, scenario, source, endpoints }) : null
            }
            actions={
              <Button type="submit" variant="primary" loading={start.isPending || start.isSuccess}>
                <Play aria-hidden />
                Run
              </Button>
            }
          />
        </StickyBar>
      </Card>
    </form>
  );
}

const SETTINGS = [
  "/name",
  "/rounds",
  "/replicates",
  "/seed",
  "/budget/tokens",
  "/budget/money",
  "/record",
];

/** Completes the pointer of a parameter, which the server gives by its name alone. */
function fieldPointer(pointer: string, { parameters }: ScenarioForm): string {
  return Object.hasOwn(parameters, pointer.slice(1)) ? `/parameters${pointer}` : pointer;
}

const isField = (pointer: string, { parameters, groups }: ScenarioForm): boolean =>
  SETTINGS.includes(pointer) ||
  groups.some(({ group }) => pointer === modelPointer(group)) ||
  (pointer.startsWith("/parameters/") &&
    Object.hasOwn(parameters, pointer.slice("/parameters/".length)));
