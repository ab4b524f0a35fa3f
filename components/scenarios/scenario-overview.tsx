import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { DataList } from "@/components/ui/data-list";
import { describeMemory, describePhase, type Scenario } from "@/lib/domain/scenario";
import {
  phaseCondition,
  describeAttribute,
  describeInput,
  describeNetwork,
  describeTable,
} from "./describe-scenario";
import { cn } from "@/components/ui/cn";

/** A scenario in plain text, readable without knowing the format. */
export function ScenarioOverview({ scenario }: { scenario: Scenario }) {
  const { description, summary, questions = [], literature = [], measures } = scenario;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Card>
        <CardHeader title="Description" />
        <CardBody className="flex flex-col gap-3">
          {(description ?? summary).split(/\n{2,}/).map((paragraph, index) => (
            <p key={index} className="max-w-prose">
              {paragraph}
            </p>
          ))}
          {questions.length === 0 ? null : (
            <Part title="Research questions">
              <ul className="flex max-w-prose list-disc flex-col gap-1 pl-5">
                {questions.map((question) => (
                  <li key={question}>{question}</li>
                ))}
              </ul>
            </Part>
          )}
        </CardBody>
      </Card>
      <Card>
        <CardHeader title="Schedule" description="The phases of a round, in order." />
        <CardBody>
          <ol className="flex flex-col gap-3">
            {scenario.phases.map((phase, index) => (
              <li key={phase.id} className="flex gap-3">
                <span
                  aria-hidden
                  className={cn(
                    "flex size-6 shrink-0 items-center justify-center rounded-full border",
                    "border-border text-sm text-muted-foreground",
                  )}
                >
                  {index + 1}
                </span>
                <div className="flex min-w-0 flex-col gap-0.5">
                  <span className="font-semibold">{phase.label ?? phase.id}</span>
                  <span>{describePhase(phase, scenario)}</span>
                  {phaseCondition(phase) === null ? null : (
                    <span className="text-sm text-muted-foreground">
                      Only if <code className="font-mono">{phaseCondition(phase)}</code>
                    </span>
                  )}
                </div>
              </li>
            ))}
          </ol>
          <Interventions scenario={scenario} />
        </CardBody>
      </Card>
      <AgentQuestions scenario={scenario} />
      <Population scenario={scenario} />
      {Object.keys(measures).length === 0 ? null : (
        <Card>
          <CardHeader title="Measures" />
          <CardBody>
            <DataList
              items={Object.entries(measures).map(
                ([name, { label, description: meaning, unit, at }]) => ({
                  label: label ?? name,
                  value: (
                    <span className="text-muted-foreground">
                      {[
                        meaning?.replace(/\.$/, ""),
                        unit,
                        at === "end" ? "at the end of the run" : "after every round",
                      ]
                        .filter(Boolean)
                        .join(" · ")}
                    </span>
                  ),
                }),
              )}
            />
          </CardBody>
        </Card>
      )}
      {literature.length === 0 ? null : (
        <Card>
          <CardHeader title="Literature" />
          <CardBody>
            <ul className="flex max-w-prose flex-col gap-2">
              {literature.map((work) => (
                <li key={work} className="break-words">
                  {work}
                </li>
              ))}
            </ul>
          </CardBody>
        </Card>
      )}
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5 pt-2">
      <h3 className="font-semibold">{title}</h3>
      {children}
    </div>
  );
}

function Interventions({ scenario: { interventions } }: { scenario: Scenario }) {
  if (interventions.length === 0) return null;
  return (
    <Part title="Interventions">
      <ul className="flex flex-col gap-1">
        {interventions.map(({ id, label, at }) => (
          <li key={id}>
            {label ?? id}{" "}
            <span className="text-sm text-muted-foreground">
              when <code className="font-mono">{String(at)}</code>
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

/** Actions and questionnaires with the inputs that agents give. */
function AgentQuestions({ scenario: { actions, questionnaires } }: { scenario: Scenario }) {
  const asked = [
    ...Object.entries(actions).map(([name, { label, description, inputs }]) => ({
      name,
      label: label ?? name,
      description,
      inputs,
    })),
    ...Object.entries(questionnaires).map(([name, { label, description, items }]) => ({
      name,
      label: label ?? name,
      description,
      inputs: items,
    })),
  ];
  if (asked.length === 0) return null;
  return (
    <Card>
      <CardHeader title="Actions and questionnaires" />
      <CardBody className="flex flex-col gap-4">
        {asked.map(({ name, label, description, inputs }) => (
          <div key={name} className="flex flex-col gap-1">
            <h3 className="font-semibold">{label}</h3>
            {description === undefined ? null : <p className="max-w-prose">{description}</p>}
            <DataList
              items={Object.entries(inputs).map(([input, definition]) => ({
                label: definition.label ?? input,
                value: <span className="text-muted-foreground">{describeInput(definition)}</span>,
              }))}
            />
          </div>
        ))}
      </CardBody>
    </Card>
  );
}

function Population({ scenario: { agents, networks, tables } }: { scenario: Scenario }) {
  const others = [
    ...Object.entries(networks).map(([name, network]) => ({
      label: network.label ?? name,
      value: `Network: ${describeNetwork(network)}`,
    })),
    ...Object.entries(tables).map(([name, table]) => ({
      label: table.label ?? name,
      value: describeTable(table),
    })),
  ];
  return (
    <Card>
      <CardHeader title="Agents and objects" />
      <CardBody className="flex flex-col gap-4">
        {Object.entries(agents).map(([name, type]) => (
          <div key={name} className="flex flex-col gap-1.5">
            <h3 className="flex flex-wrap items-center gap-2 font-semibold">
              {type.label ?? name}
              <Badge tone="outline" className="font-normal">
                memory: {describeMemory(type.memory)}
              </Badge>
            </h3>
            {type.description === undefined ? null : (
              <p className="max-w-prose">{type.description}</p>
            )}
            <DataList
              items={Object.entries(type.attributes).map(([key, attribute]) => ({
                label: attribute.label ?? key,
                value: (
                  <span className="text-muted-foreground">
                    {describeAttribute(attribute)}
                    {attribute.unit === undefined ? "" : ` · ${attribute.unit}`}
                  </span>
                ),
              }))}
            />
          </div>
        ))}
        {others.length === 0 ? null : <DataList items={others} />}
      </CardBody>
    </Card>
  );
}
