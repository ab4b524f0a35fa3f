import { formatCompact, formatDuration, formatNumber, formatPercent } from "@/components/ui/format";
import { Stat, StatGroup } from "@/components/ui/stat";
import type { RunProgress } from "@/lib/contracts/runs";

export function RunFigures({ progress }: { progress: RunProgress }) {
  const { decisions, invalid, rejected, activeMs, decisionsPerSecond, promptTokens, completionTokens } = progress;
  return (
    <StatGroup>
      <Stat label="Decisions" value={formatNumber(decisions)} />
      <Stat label="Decisions/s" value={decisions === 0 ? "–" : formatNumber(decisionsPerSecond)} />
      <Stat label="Invalid" value={formatNumber(invalid)} detail={shareOf(invalid, decisions)} />
      <Stat label="Rejected" value={formatNumber(rejected)} detail={shareOf(rejected, decisions)} />
      <Stat label="Tokens in" value={formatCompact(promptTokens)} detail={perDecision(promptTokens, decisions)} />
      <Stat label="Tokens out" value={formatCompact(completionTokens)} detail={perDecision(completionTokens, decisions)} />
      <Stat label="Active time" value={activeMs === 0 ? "–" : formatDuration(activeMs)} />
    </StatGroup>
  );
}

// The line is there from the start, so that nothing moves when the first decision comes.
const shareOf = (part: number, all: number): string => (all === 0 ? "of decisions" : `${formatPercent(part / all)} of decisions`);
const perDecision = (tokens: number, decisions: number): string => (decisions === 0 ? "per decision" : `${formatNumber(Math.round(tokens / decisions))} per decision`);
