function isWordCode(code: number): boolean {
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
  // Beyond ASCII everything is a letter except Latin-1 signs, general punctuation and CJK
  // punctuation.
  return !(
    (code >= 0x80 && code <= 0xbf) ||
    (code >= 0x2000 && code <= 0x206f) ||
    (code >= 0x3000 && code <= 0x303f)
  );
}

/**
 * Lower-case words in order; apostrophes inside a word are dropped ("don't" is "dont"). One pass,
 * no regular expression.
 */
export function splitWords(text: string): string[] {
  const lower = text.toLowerCase();
  const words: string[] = [];
  let start = -1;
  let broken = false;
  for (let i = 0; i <= lower.length; i++) {
    const code = i < lower.length ? lower.charCodeAt(i) : 32;
    if (isWordCode(code)) {
      if (start < 0) start = i;
    } else if (start >= 0) {
      if (
        (code === 39 || code === 0x2019) &&
        i + 1 < lower.length &&
        isWordCode(lower.charCodeAt(i + 1))
      ) {
        broken = true;
        continue;
      }
      const word = lower.slice(start, i);
      words.push(broken ? word.replaceAll("'", "").replaceAll("’", "") : word);
      start = -1;
      broken = false;
    }
  }
  return words;
}

/** Splits identifiers into words: "willShareFood" and "will_share_food" give will, share, food. */
export function splitIdentifier(name: string): string[] {
  return splitWords(name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replaceAll("_", " "));
}

/**
 * A crude English stem, the same on both sides of a comparison, which is sufficient for lexical
 * overlap.
 */
export function stem(word: string): string {
  const n = word.length;
  if (n < 4) return word;
  if (n > 5 && word.endsWith("ing")) return removeDoubledConsonant(word.slice(0, n - 3));
  if (n > 4 && word.endsWith("ies")) return `${word.slice(0, n - 3)}y`;
  if (n > 5 && word.endsWith("ily")) return `${word.slice(0, n - 3)}y`;
  if (n > 4 && word.endsWith("ed")) return removeDoubledConsonant(word.slice(0, n - 2));
  if (n > 5 && word.endsWith("ly")) return trimE(word.slice(0, n - 2));
  if (word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us"))
    return trimE(word.slice(0, n - 1));
  return trimE(word);
}

function trimE(word: string): string {
  return word.length > 3 && word.endsWith("e") ? word.slice(0, -1) : word;
}

function removeDoubledConsonant(word: string): string {
  const n = word.length;
  return n > 3 && word[n - 1] === word[n - 2] && !"sl".includes(word[n - 1] ?? "")
    ? word.slice(0, -1)
    : trimE(word);
}

const STOP_WORDS = new Set(
  (
    "a about above after again all also although am an and any are as at be because been " +
    "before being between both but by can could " +
    "did do does done down during each either else even ever every few for from further get " +
    "give given had has have having he her " +
    "here hers him his how i if in into is it its itself just know like make many may me " +
    "might more most much must my myself need " +
    "neither no nor not now of off on once one only onto or other our ours out over own per " +
    "please rather same she should since so " +
    "some such than that the their theirs them themselves then there these they think this " +
    "those though through thus to too under " +
    "until up upon us use very was we were what when where whether which while who whom why " +
    "will with within without would yes yet " +
    "you your yours yourself answer respond reply question json schema format object string " +
    "number following below describe " +
    "described person people someone anyone round current currently scale option options " +
    "choose choice year years old dont cant " +
    "lean stand study take part write wrote writing post said say tell told new next last " +
    "first want wants think thinks"
  ).split(" "),
);

export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}

/** Stems of the content words of a text, from which overlap is counted. */
export function contentStems(text: string): Set<string> {
  const stems = new Set<string>();
  for (const word of splitWords(text)) {
    if (word.length > 1 && !STOP_WORDS.has(word)) stems.add(stem(word));
  }
  return stems;
}
