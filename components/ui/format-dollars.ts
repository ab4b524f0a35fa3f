import { formatFixed } from "@/components/ui/format";

/** Formats US dollars to the cent, smaller amounts to two significant digits. */
export const formatDollars = (money: number): string =>
  `US$${money >= 0.1 || money === 0 ? formatFixed(money, 2) : String(Number(money.toPrecision(2)))}`;
