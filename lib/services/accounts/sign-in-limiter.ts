import { LRUCache } from "lru-cache";
import { AppError } from "@/lib/contracts/errors";

const MINUTE_MS = 60_000;

type Limit = { readonly max: number; readonly windowMs: number };

/**
 * Failed attempts within a time. An address that guesses reaches the limit of the pair, then that
 * of the address, before that of the account: so it slows itself down, and locks nobody out. Only
 * many addresses together reach the limit of an account.
 */
const LIMITS = {
  pair: { max: 5, windowMs: 10 * MINUTE_MS },
  address: { max: 30, windowMs: 15 * MINUTE_MS },
  account: { max: 200, windowMs: 60 * MINUTE_MS },
} as const satisfies Record<string, Limit>;

/** Keys remembered per kind: an attack with more of them forgets the oldest. */
const MAX_KEYS = 50_000;

/** The account that somebody tries to enter, and from where. */
export type SignInAttempt = { readonly account: string; readonly address: string };

type Attempts = number[];
type Kind = keyof typeof LIMITS;

/** Limits failed attempts to sign in, per account, address and the two together. */
export class SignInLimiter {
  readonly #attempts: Readonly<Record<Kind, LRUCache<string, Attempts>>> = {
    pair: new LRUCache({ max: MAX_KEYS }),
    address: new LRUCache({ max: MAX_KEYS }),
    account: new LRUCache({ max: MAX_KEYS }),
  };

  constructor(private readonly now: () => number) {}

  /**
   * Counts an attempt as failed before its password is checked, so that attempts at the same time
   * do not all pass; the result takes it back where it succeeds.
   * @throws AppError tooMany, with the time until the next attempt
   */
  begin(attempt: SignInAttempt): { succeeded(): void } {
    const now = this.now();
    const counted = Object.entries(this.#keys(attempt)).map(([name, key]) => {
      const kind = name as Kind;
      const { max, windowMs } = LIMITS[kind];
      const times = (this.#attempts[kind].get(key) ?? []).filter((at) => now - at < windowMs);
      const [oldest] = times.slice(-max);
      const waitMs = times.length < max || oldest === undefined ? 0 : oldest + windowMs - now;
      return { kind, key, times, waitMs };
    });
    const waitMs = Math.max(...counted.map((one) => one.waitMs));
    if (waitMs > 0) throw tooManyAttempts(Math.ceil(waitMs / 1000));
    for (const { kind, key, times } of counted) this.#attempts[kind].set(key, [...times, now]);
    return {
      succeeded: () => {
        for (const { kind, key } of counted) {
          const times = this.#attempts[kind].get(key) ?? [];
          // Whoever knows the password begins anew.
          this.#attempts[kind].set(key, kind === "pair" ? [] : without(times, now));
        }
      },
    };
  }

  #keys({ account, address }: SignInAttempt): Record<Kind, string> {
    const name = account.trim().toLowerCase();
    return { pair: JSON.stringify([name, address]), address, account: name };
  }
}

function without(times: Attempts, time: number): Attempts {
  const at = times.lastIndexOf(time);
  return at < 0 ? times : times.toSpliced(at, 1);
}

const tooManyAttempts = (seconds: number): AppError =>
  new AppError(
    "tooMany",
    `Too many failed attempts. Try again in ${
      seconds < 120 ? `${String(seconds)} seconds` : `${String(Math.ceil(seconds / 60))} minutes`
    }.`,
    [],
    { retryAfterSeconds: seconds },
  );
