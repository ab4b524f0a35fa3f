import { describeAssignment } from "@/components/endpoints";
import { ParameterValue, ScenarioLink } from "@/components/run-data";
import { DeletedPrompts } from "@/components/retention";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { DataList } from "@/components/ui/data-list";
import { formatNumber } from "@/components/ui/format";
import { Timestamp } from "@/components/ui/timestamp";
import type { RunDetail } from "@/lib/contracts/runs";
import { ReplayCheck } from "./replay-check";

/** The inputs of a run: enough to describe it in a paper and to run it again. */
export function RunFacts({ run }: { run: RunDetail }) {
  const { digest } = run.progress;
  return (
    <div className="grid grid-cols-1 items-start gap-4 md:grid-cols-2">
      <Card>
        <CardHeader
          title="Parameters"
          description={run.parameters.length === 0 ? "This scenario has none." : undefined}
        />
        {run.parameters.length === 0 ? null : (
          <CardBody>
            <DataList
              items={run.parameters.map((parameter) => ({
                label: parameter.label,
                value: <ParameterValue parameter={parameter} />,
              }))}
            />
          </CardBody>
        )}
      </Card>
      <Card>
        <CardHeader title="Reproducibility" />
        <CardBody>
          <DataList
            items={[
              ...modelFacts(run),
              ...(run.record === "fresh"
                ? []
                : [
                    {
                      label: "Answers",
                      value:
                        run.record === "only"
                          ? "Recorded answers only: no model was called"
                          : "Recorded answers where available",
                    },
                  ]),
              {
                label: "Seed",
                value: <CopyableText text={String(run.seed)} label="Copy the seed" />,
              },
              { label: "Rounds", value: formatNumber(run.progress.rounds) },
              {
                label: "Scenario",
                value: <ScenarioLink of={run} name={run.scenarioName} />,
              },
              { label: "Created", value: <Timestamp at={run.createdAt} style="date" /> },
              ...(run.finishedAt === null
                ? []
                : [{ label: "Finished", value: <Timestamp at={run.finishedAt} style="date" /> }]),
              {
                label: run.progress.status === "completed" ? "Digest" : "Digest so far",
                value:
                  digest === null ? (
                    <span className="text-muted-foreground">available after the first phase</span>
                  ) : (
                    <CopyableText text={digest} label="Copy the digest" />
                  ),
              },
              ...(run.promptsDeletedAt === null
                ? []
                : [
                    {
                      label: "Prompts and raw answers",
                      value: <DeletedPrompts at={run.promptsDeletedAt} />,
                    },
                  ]),
              { label: "Replay", value: <ReplayCheck run={run} /> },
            ]}
          />
        </CardBody>
      </Card>
    </div>
  );
}

/** The model of the run, or one entry per group of agents with its model. */
function modelFacts({ models, model, isDemo, endpointName }: RunDetail) {
  const [only, ...others] = models;
  if (!only || others.length === 0) {
    const isGroup = only !== undefined && "group" in only.choice;
    return [
      { label: "Model", value: isDemo ? `${model} (built-in demo model, not an LLM)` : model },
      { label: isGroup ? "Answered by" : "Endpoint", value: isGroup ? only.name : endpointName },
    ];
  }
  return models.map(({ group, name, model: its, agents, tasks }) => ({
    label: `Model for “${group}”`,
    value: (
      <span className="flex min-w-0 flex-col">
        <span className="min-w-0 break-words">{`${its}, ${name}`}</span>
        <span className="text-sm text-muted-foreground">
          {describeAssignment({ agents, tasks })}
        </span>
      </span>
    ),
  }));
}

function CopyableText({ text, label }: { text: string; label: string }) {
  return (
    <span className="flex min-w-0 items-center gap-1">
      <span className="min-w-0 truncate font-mono text-sm" title={text}>
        {text}
      </span>
      <CopyButton text={text} label={label} className="-my-1.5" />
    </span>
  );
}
