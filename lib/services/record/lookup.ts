import type { Question, RecordedReply, RecordScope, RecordStore } from "./ports";

/** Questions of one query. */
const MOST_AT_ONCE = 1_000;

type Waiting = {
  readonly question: Question;
  readonly found: (replies: readonly RecordedReply[] | undefined) => void;
  readonly failed: (error: unknown) => void;
};

/** Answers from the record, looked up for many at once: whoever asks in the same moment shares a query. */
export class RecordLookup {
  private waiting: Waiting[] = [];

  constructor(
    private readonly store: RecordStore,
    private readonly scope: RecordScope,
  ) {}

  find(question: Question): Promise<readonly RecordedReply[] | undefined> {
    return new Promise((found, failed) => {
      this.waiting.push({ question, found, failed });
      if (this.waiting.length === 1) setImmediate(() => this.look());
      if (this.waiting.length >= MOST_AT_ONCE) this.look();
    });
  }

  private look(): void {
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
