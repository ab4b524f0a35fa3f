export interface Rankable {
  label: string;
  /** Further words a person may look for. */
  keywords?: readonly string[] | undefined;
}

const WORD_START = 8;
const IN_SEQUENCE = 5;
const KEYWORD_PENALTY = 6;

/**
 * The items whose label or keywords contain the letters of `query` in order, best first; all of them in their
 * given order for an empty query. Letters at the start of words and in sequence count most, so "ns" finds
 * "New study"; among equals the shorter label, then the given order, wins.
 */
export function rank<T extends Rankable>(query: string, items: readonly T[]): T[] {
  const letters = fold(query).replace(/\s+/g, "");
  if (letters === "") return [...items];
  return items
    .map((item, index) => ({ item, index, score: bestScore(letters, item) }))
    .filter((entry) => entry.score !== null)
    .sort(
      (a, b) =>
        (b.score ?? 0) - (a.score ?? 0) ||
        a.item.label.length - b.item.label.length ||
        a.index - b.index,
    )
    .map((entry) => entry.item);
}

function bestScore(letters: string, item: Rankable): number | null {
  const scores = [
    score(letters, fold(item.label)),
    ...(item.keywords ?? []).map((word) => lowered(score(letters, fold(word)))),
  ];
  const found = scores.filter((value) => value !== null);
  return found.length === 0 ? null : Math.max(...found);
}

function lowered(value: number | null): number | null {
  return value === null ? null : value - KEYWORD_PENALTY;
}

/** The best alignment of the letters in the text, by dynamic programming over where the last letter falls; null without one. */
function score(letters: string, text: string): number | null {
  let previous: (number | null)[] = Array.from({ length: text.length }, () => null);
  for (const [nth, letter] of [...letters].entries()) {
    const next: (number | null)[] = Array.from({ length: text.length }, () => null);
    let bestBefore: number | null = nth === 0 ? 0 : null;
    for (let at = 0; at < text.length; at += 1) {
      if (text[at] === letter) {
        const bonus = at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1] ?? "") ? WORD_START : 0;
        const joined = at > 0 && nth > 0 ? previous[at - 1] : null;
        const options = [
          bestBefore,
          joined === null || joined === undefined ? null : joined + IN_SEQUENCE,
        ].filter((value) => value !== null);
        if (options.length > 0) next[at] = Math.max(...options) + 1 + bonus;
      }
      const ended = previous[at];
      if (nth > 0 && ended !== null && ended !== undefined)
        bestBefore = Math.max(bestBefore ?? ended, ended);
    }
    previous = next;
  }
  const ends = previous.filter((value) => value !== null);
  return ends.length === 0 ? null : Math.max(...ends);
}

/** Lower case without accents: "etude" finds "Étude". */
function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
