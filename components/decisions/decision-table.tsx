"use client";

import { PencilLine } from "lucide-react";
import { useMemo, type ReactNode } from "react";
import { AgentLabel, formatAgentName } from "@/components/run-data";
import { Card } from "@/components/ui/card";
import { formatDuration } from "@/components/ui/format";
import { VirtualTable, type VirtualColumn } from "@/components/ui/virtual-table";
import type { DecisionRow, RunDetail } from "@/lib/contracts/runs";
import { DecisionStatus } from "./decision-status";
import { decisionKey } from "./filter";
import { summariseAnswer } from "./format-values";

/** The height that the page has below its filters. */
export const TABLE_HEIGHT = "max(24rem, calc(100dvh - 22.5rem))";

export interface DecisionTableProps {
  run: RunDetail;
  rows: readonly DecisionRow[];
  total: number;
  open: string | null;
  onOpen: (key: string) => void;
  onEndReached: () => void;
  empty: ReactNode;
}

export function DecisionTable({
  run,
  rows,
  total,
  open,
  onOpen,
  onEndReached,
  empty,
}: DecisionTableProps) {
  const { phases, actions } = run;
  const columns = useMemo<VirtualColumn<DecisionRow>[]>(() => {
    const phaseLabels = new Map(phases.map(({ id, label }) => [id, label]));
    const actionLabels = new Map(actions.map(({ name, label }) => [name, label]));
    return [
      { id: "round", header: "Round", width: "4rem", numeric: true, cell: (row) => row.round },
      {
        id: "phase",
        header: "Phase",
        width: "minmax(6rem,0.5fr)",
        cell: (row) => phaseLabels.get(row.phase) ?? row.phase,
      },
      {
        id: "agent",
        header: "Agent",
        width: "minmax(9.5rem,0.5fr)",
        cell: (row) => agentCell(row),
      },
      {
        id: "action",
        header: "Action",
        width: "minmax(5.5rem,0.4fr)",
        cell: (row) => (row.action === null ? "–" : (actionLabels.get(row.action) ?? row.action)),
      },
      {
        id: "answer",
        header: "Answer",
        width: "minmax(12rem,2fr)",
        cell: (row) => answerCell(row),
      },
      {
        id: "status",
        header: "Status",
        width: "6rem",
        cell: (row) => <DecisionStatus status={row.status} />,
      },
      {
        id: "latency",
        header: "Latency",
        width: "5.5rem",
        numeric: true,
        cell: (row) => (row.latencyMs === 0 ? "–" : formatDuration(row.latencyMs)),
      },
      { id: "review", header: "Review", width: "5rem", cell: (row) => <ReviewCell row={row} /> },
    ];
  }, [phases, actions]);
  return (
    <Card className="overflow-hidden">
      <VirtualTable
        rows={rows}
        rowKey={decisionKey}
        columns={columns}
        label="Decisions"
        height={TABLE_HEIGHT}
        minWidth="56rem"
        totalRows={total}
        onRowActivate={(row) => onOpen(decisionKey(row))}
        {...(open !== null && { selectedKey: open })}
        onEndReached={onEndReached}
        empty={empty}
      />
    </Card>
  );
}

function agentCell({ agent, names }: DecisionRow): ReactNode {
  const name = names[agent];
  return (
    <span title={formatAgentName(agent, name)}>
      <AgentLabel id={agent} name={name} />
    </span>
  );
}

function answerCell({ values, reason, names }: DecisionRow): ReactNode {
  const text = summariseAnswer(values, names);
  return text === "" ? (
    <span className="text-muted-foreground">{reason ?? "–"}</span>
  ) : (
    <span title={text}>{text}</span>
  );
}

function ReviewCell({ row }: { row: DecisionRow }) {
  if (row.score === null && !row.hasRewrite) return null;
  return (
    <span className="flex items-center gap-1.5">
      {row.score === null ? null : <span className="font-semibold">{row.score}/5</span>}
      {row.hasRewrite ? (
        <>
          <PencilLine aria-hidden className="size-3.5 text-muted-foreground" />
          <span className="sr-only">rewritten</span>
        </>
      ) : null}
    </span>
  );
}
