/**
 * Word-overlap similarity of two texts: the cosine between their vectors of word counts (bag of
 * words; Salton & McGill 1983), from 0 to 1. Words are runs of letters and digits of any script, in
 * lower case. A text without words has similarity 0.
 */
export function similarity(left: string, right: string): number {
  const [first, second] = [countWords(left), countWords(right)];
  let shared = 0;
  for (const [word, count] of first) shared += count * (second.get(word) ?? 0);
  if (shared === 0) return 0;
  return Math.min(1, shared / Math.sqrt(squares(first) * squares(second)));
}

const squares = (counts: ReadonlyMap<string, number>): number => {
  let total = 0;
  for (const count of counts.values()) total += count * count;
  return total;
};

function countWords(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
    counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
