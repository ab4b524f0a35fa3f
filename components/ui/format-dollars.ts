import { formatFixed } from "@/components/ui/format";

/** Formats US dollars to the cent, smaller amounts to two significant digits. */
export const formatDollars = (money: number): string =>
  money >= 0.1 || money === 0
    ? `US$${formatFixed(money, 2)}`
    : `US$${String(Number(money.toPrecision(2)))}`;
