import { formatNumber } from "@/components/ui/format";
import { formatDollars } from "@/components/ui/format-dollars";
import { Progress } from "@/components/ui/progress";
import type { z } from "zod";
import type { budgetUse } from "@/lib/contracts/budget";

export type Use = z.infer<typeof budgetUse>;

/** From this share of a budget on, the rest may not last for long. */
const NEAR = 0.9;

/** Whether a budget is nearly used up. */
export const isNear = ({ tokens, money, spentTokens, spentMoney }: Use): boolean =>
  (tokens !== null && spentTokens > tokens * NEAR) || (money !== null && spentMoney > money * NEAR);

export const formatTokens = (value: number): string => formatNumber(value, 12);

/** What was used of a budget, and its limits; undefined while they are loading. */
export function BudgetUse({ use }: { use: Use | undefined }) {
  return (
    <>
      <Share label="Tokens" spent={use?.spentTokens} limit={use?.tokens} format={formatTokens} />
      <Share label="US$" spent={use?.spentMoney} limit={use?.money} format={formatDollars} />
    </>
  );
}

function Share({
  label,
  spent,
  limit,
  format,
}: {
  label: string;
  spent: number | undefined;
  limit: number | null | undefined;
  format: (value: number) => string;
}) {
  if (spent === undefined) return <Progress value={0} label={label} detail="…" />;
  if (limit === null || limit === undefined)
    return (
      <Progress value={0} tone="neutral" label={label} detail={`${format(spent)} used, no limit`} />
    );
  const share = spent / limit;
  return (
    <Progress
      value={share}
      tone={share > NEAR ? "warning" : "active"}
      label={label}
      detail={`${format(spent)} of ${format(limit)} used`}
    />
  );
}
