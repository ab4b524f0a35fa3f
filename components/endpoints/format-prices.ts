import { formatNumber } from "@/components/ui/format";
import type { Endpoint } from "@/lib/contracts/endpoints";

const formatPrice = (price: number): string => `US$${formatNumber(price, 4)}`;

/** Formats prices: “US$0.15 in, US$0.6 out per million tokens”. */
export function formatPrices({
  priceIn,
  priceOut,
}: Pick<Endpoint, "priceIn" | "priceOut">): string {
  if (priceIn === null && priceOut === null) return "price unknown";
  if (priceIn === 0 && priceOut === 0) return "free";
  const side = (price: number | null): string => (price === null ? "unknown" : formatPrice(price));
  return `${side(priceIn)} in, ${side(priceOut)} out per million tokens`;
}
