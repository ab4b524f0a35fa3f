import type { RecordQuery, RecordedReply, RecordScope, RecordStore } from "./ports";

/** Maximum number of questions per query. */
const MAX_BATCH = 1_000;

type PendingQuery = {
  readonly question: RecordQuery;
  readonly found: (replies: readonly RecordedReply[] | undefined) => void;
  readonly failed: (error: unknown) => void;
};

/** Looks up recorded answers in batches: concurrent calls share a query. */
export class RecordLookup {
  private waiting: PendingQuery[] = [];

  constructor(
    private readonly store: RecordStore,
    private readonly scope: RecordScope,
  ) {}

  find(question: RecordQuery): Promise<readonly RecordedReply[] | undefined> {
    return new Promise((found, failed) => {
      this.waiting.push({ question, found, failed });
      if (this.waiting.length === 1) setImmediate(() => this.flush());
      if (this.waiting.length >= MAX_BATCH) this.flush();
    });
  }

  private flush(): void {
    const asked = this.waiting;
    this.waiting = [];
    if (asked.length === 0) return;
    this.store
      .find(
        this.scope,
        asked.map(({ question }) => question),
      )
      .then(
        (answers) => asked.forEach(({ found }, place) => found(answers[place])),
        (error: unknown) => asked.forEach(({ failed }) => failed(error)),
      );
  }
}
