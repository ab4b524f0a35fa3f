import { cn } from "@/components/ui/cn";
import { formatCompact, formatDuration, formatNumber, formatPercent } from "@/components/ui/format";
import { formatDollars } from "@/components/ui/format-dollars";
import { Stat, StatGroup } from "@/components/ui/stat";
import type { RunProgress } from "@/lib/contracts/runs";

export function RunFigures({ progress }: { progress: RunProgress }) {
  const {
    decisions,
    invalid,
    rejected,
    activeMs,
    decisionsPerSecond,
    promptTokens,
    completionTokens,
    cost,
  } = progress;
  return (
    // Columns fit the figures of a large run, so that they do not move while it grows.
    <StatGroup
      className={cn(
        "[&>dl]:grid-cols-2 sm:[&>dl]:grid-cols-3",
        "xl:[&>dl]:grid-cols-[1.2fr_1fr_0.9fr_0.9fr_1.4fr_1.15fr_1.25fr] [&>dl>*]:min-w-min",
      )}
    >
      <Stat
        label="Decisions"
        value={formatNumber(decisions)}
        detail={progress.status === "completed" ? "total" : "so far"}
      />
      <Stat
        label="Decisions/s"
        value={decisions === 0 ? "–" : formatNumber(decisionsPerSecond)}
        detail="average"
      />
      <Stat
        label="Invalid"
        value={formatNumber(invalid)}
        detail={shareOfDecisions(invalid, decisions)}
      />
      <Stat
        label="Rejected"
        value={formatNumber(rejected)}
        detail={shareOfDecisions(rejected, decisions)}
      />
      <Stat
        label="Tokens in / out"
        value={`${formatCompact(promptTokens)} / ${formatCompact(completionTokens)}`}
        detail={
          promptTokens + completionTokens === 0
            ? BLANK
            : `${tokensPerDecision(promptTokens, decisions)} / ` +
              `${tokensPerDecision(completionTokens, decisions)} each`
        }
      />
      <Stat
        label="Cost"
        value={cost === 0 ? "–" : formatDollars(cost)}
        detail={costDetail(progress)}
      />
      <Stat
        label="Active time"
        value={activeMs === 0 ? "–" : formatDuration(activeMs)}
        detail="excluding pauses"
      />
    </StatGroup>
  );
}

// Keeps the line in place before the first decision.
const BLANK = "\u00a0";

/** What the counts of input and output tokens do not show. */
function costDetail({ cost, embeddingTokens, reused, decisions }: RunProgress): string {
  if (reused > 0) return `${formatPercent(reused / decisions)} reused`;
  const unpriced = cost === 0;
  if (embeddingTokens > 0) {
    const tokens = `${formatCompact(embeddingTokens)} embedding tokens`;
    return unpriced ? `no price set; ${tokens}` : `incl. ${tokens}`;
  }
  return unpriced ? "no price set" : BLANK;
}

const shareOfDecisions = (part: number, all: number): string =>
  all === 0 ? BLANK : `${formatPercent(part / all)} of decisions`;
const tokensPerDecision = (tokens: number, decisions: number): string =>
  formatNumber(Math.round(tokens / decisions));
