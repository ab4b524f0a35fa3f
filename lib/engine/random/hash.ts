/**
 * A 64-bit hash of a sequence of integers and texts, in two 32-bit lanes.
 *
 * Each word enters both lanes the way it enters the first two lanes of MurmurHash3_x86_128 (Austin
 * Appleby, public domain; constants and rotations are his), and the lanes feed each other, so that
 * the state after a word is a bijection of the state before it. The end mixes the lanes through
 * fmix32 of the same source in three dependent steps, so that each bit of the result depends on
 * each bit of both lanes. Not cryptographic.
 *
 * Sequences of different shape never look alike: a text is preceded by its length, an integer is
 * always two words.
 */
export class Hash {
  private low: number;
  private high: number;

  constructor(low = 0x243f6a88, high = 0x85a308d3) {
    this.low = low | 0;
    this.high = high | 0;
  }

  /** Returns a copy that can be extended; this hash stays unchanged. */
  fork(): Hash {
    return new Hash(this.low, this.high);
  }

  /** Adds 32 bits. */
  word(word: number): this {
    let k = Math.imul(word, 0x239b961b);
    k = Math.imul((k << 15) | (k >>> 17), 0xab0e9789);
    let low = this.low ^ k;
    low = ((low << 19) | (low >>> 13)) + this.high;
    low = (Math.imul(low, 5) + 0x561ccd1b) | 0;
    k = Math.imul(word, 0xab0e9789);
    k = Math.imul((k << 16) | (k >>> 16), 0x38b34ae5);
    let high = this.high ^ k;
    high = ((high << 17) | (high >>> 15)) + low;
    this.low = low;
    this.high = (Math.imul(high, 5) + 0x0bcaa747) | 0;
    return this;
  }

  /** Adds a safe integer. */
  integer(value: number): this {
    return this.word(value | 0).word(Math.floor(value / 4_294_967_296) | 0);
  }

  /** Adds a text: its length, then its UTF-16 code units, two per word. */
  text(text: string): this {
    const { length } = text;
    this.word(length);
    for (let i = 0; i < length; i += 2) {
      this.word(text.charCodeAt(i) | (i + 1 < length ? text.charCodeAt(i + 1) << 16 : 0));
    }
    return this;
  }

  /** The upper 53 bits of the hash as a number on [0, 1): the precision of a double. */
  unit(): number {
    const first = mix(this.low ^ this.high);
    const high = mix(this.high ^ first);
    const low = mix(first ^ high);
    return ((high >>> 0) * 2_097_152 + (low >>> 11)) / 9_007_199_254_740_992;
  }
}

/** fmix32 of MurmurHash3. */
function mix(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
