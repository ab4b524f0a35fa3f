/**
 * Optimal string alignment distance (Damerau-Levenshtein without moves across an edit), ignoring
 * case: insertions, deletions, substitutions and swaps of neighbours count one each.
 */
export function editDistance(left: string, right: string): number {
  const a = left.toLowerCase();
  const b = right.toLowerCase();
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(substitution, (last[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}

/** Letters and digits only, so that `cross_ties` and `crossTies` are the same word. */
const letters = (word: string): string => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/**
 * Returns the candidate an author most likely meant by `word`, or undefined when none is close: at
 * most a third of the word's letters differ (one letter in words shorter than four). Ties go to the
 * earlier candidate.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3));
  let found: string | undefined;
  let shortest = limit + 1;
  for (const candidate of candidates) {
    if (candidate === word || Math.abs(candidate.length - word.length) > limit + 2) continue;
    const distance = letters(candidate) === letters(word) ? 0 : editDistance(word, candidate);
    if (distance < shortest) {
      shortest = distance;
      found = candidate;
    }
  }
  return found;
}
