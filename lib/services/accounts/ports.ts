/** Creates accounts and identifies the sender of a request. */
export interface Accounts {
  /**
   * Creates an account and signs it in; `headers` carry the session's cookie. Throws `AppError` for
   * an address in use.
   */
  signUp(
    account: { name: string; email: string; password: string },
    request: Headers,
  ): Promise<{ userId: string; headers: Headers }>;
  /** Returns who sends this request, or null. */
  signedIn(request: Headers): Promise<{ id: string; name: string; email: string } | null>;
}

/** Runs work that only one process at a time may do. */
export interface Exclusive {
  run<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
}
