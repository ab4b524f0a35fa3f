import { formatFixed } from "@/components/ui/format";

/** Cents where they say enough, else two digits. */
export const formatDollars = (money: number): string =>
  `US$${money >= 1 || money === 0 ? formatFixed(money, 2) : String(Number(money.toPrecision(2)))}`;
