import { StatusDot } from "@/components/ui/status-dot";
import type { RunStatus } from "@/lib/domain/run";
import { RUN_STATUS } from "./status";

export function RunStatusDot({ status }: { status: RunStatus }) {
  const { tone, label } = RUN_STATUS[status];
  return <StatusDot tone={tone}>{label}</StatusDot>;
}
