/**
 * Rounds a number of at least 0 to a multiple of 1 / `unit`, a power of ten, without making and
 * reading a text: as if it was rounded as it is written. Undefined where that is not certain.
 */
export function roundDecimalExactly(size: number, unit: number): number | undefined {
  const scaled = size * unit;
  // Unless the product is a half, the error of the multiplication does not matter; dividing an
  // integer by a power of ten is exact.
  return scaled < 1e9 && Math.abs(scaled - Math.floor(scaled) - 0.5) > 1e-6
    ? Math.round(scaled) / unit
    : undefined;
}
