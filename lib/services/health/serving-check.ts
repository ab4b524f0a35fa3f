/** How long an answer counts, in milliseconds: anybody may ask, as often as they like. */
const VALID_MS = 2_000;

/** Shares one look at the installation among all who ask within two seconds. */
export class ServingCheck {
  private last: { readonly at: number; readonly result: Promise<boolean> } | undefined;

  constructor(
    private readonly look: () => Promise<boolean>,
    /** Milliseconds of a monotonic clock. */
    private readonly elapsed: () => number,
  ) {}

  isServing(): Promise<boolean> {
    const now = this.elapsed();
    if (this.last === undefined || now - this.last.at > VALID_MS)
      this.last = { at: now, result: this.look() };
    return this.last.result;
  }
}
