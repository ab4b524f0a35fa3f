/**
 * Checks that many ask for at about the same time: whoever asks within `intervalMs` of the last
 * check of the same key gets its result.
 */
export class SharedChecks {
  private readonly checks = new Map<
    string,
    { readonly at: number; readonly made: Promise<unknown> }
  >();

  constructor(
    private readonly now: () => number,
    private readonly intervalMs: number,
  ) {}

  /** @throws what the check throws */
  async run(key: string, check: () => Promise<unknown>): Promise<void> {
    const now = this.now();
    for (const [other, { at }] of this.checks)
      if (now - at >= this.intervalMs) this.checks.delete(other);
    const made = this.checks.get(key)?.made ?? check();
    if (!this.checks.has(key)) this.checks.set(key, { at: now, made });
    await made;
  }
}
