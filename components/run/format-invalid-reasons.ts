import { formatNumber } from "@/components/ui/format";
import type { DecisionFaults } from "@/lib/contracts/faults";
import { rankReasons, REASON_LABELS } from "@/lib/domain/answers";

/** Lists the reasons of invalid answers, most frequent first: `3 out of range, 1 empty`. */
export const formatInvalidReasons = (reasons: DecisionFaults["reasons"]): string =>
  rankReasons(reasons)
    .map(({ reason, count }) => `${formatNumber(count)} ${REASON_LABELS[reason]}`)
    .join(", ");
