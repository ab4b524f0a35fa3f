import { AppError } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";

export type AdmissionSettings = {
  readonly perPerson: number;
  readonly inAll: number;
  /** What is limited, as the beginning of a sentence: “Downloads”. */
  readonly what: string;
  readonly retryAfterSeconds: number;
};

/** Limits how many of something long one person may have at a time, and all people together. */
export class AdmissionLimit {
  private readonly people = new Map<string, number>();
  private total = 0;

  constructor(private readonly settings: AdmissionSettings) {}

  /**
   * Admits one more; call the returned function when it is over. The program itself is not limited.
   * @throws AppError tooMany for the person's limit, unavailable for the limit of all
   */
  admit(actor: Actor): () => void {
    if (actor.kind !== "user") return () => undefined;
    const { perPerson, inAll, what, retryAfterSeconds } = this.settings;
    const person = actor.userId;
    const own = this.people.get(person) ?? 0;
    if (own >= perPerson)
      throw new AppError(
        "tooMany",
        `${what}: you have ${own} open, which is the limit. Wait until one is over, or close one.`,
        [],
        { retryAfterSeconds },
      );
    if (this.total >= inAll)
      throw new AppError(
        "unavailable",
        `${what}: as many are open as this installation serves at once. Try again in a moment.`,
        [],
        { retryAfterSeconds },
      );
    this.people.set(person, own + 1);
    this.total += 1;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.total -= 1;
      const left = (this.people.get(person) ?? 1) - 1;
      if (left > 0) this.people.set(person, left);
      else this.people.delete(person);
    };
  }
}
