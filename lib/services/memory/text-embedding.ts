import type { CallFailureReason } from "@/lib/domain/answers";
import { CallFailedError, EndpointFailure } from "../models/ports";

type Vector = readonly number[];

/** Makes one call for the vectors of these texts. */
type EmbedTexts = (texts: readonly string[]) => Promise<readonly Vector[]>;

/** A text for which a server has no vector, although it has one for others. */
export type FailedText = { readonly text: string; readonly reason: CallFailureReason };

/** Texts in a row that fail, which show that the fault is not theirs. */
const GENERAL_AFTER = 10;

/** A text that every server embeds, unless it embeds none. */
const CONTROL_TEXT = "ok";

/**
 * Embeds texts through an endpoint, of which some may have no vector: a filter refuses their
 * content, or they exceed the context of the model. A call that fails is repeated with half of its
 * texts, down to the one that it fails for, which also suits servers that take fewer texts at once.
 * A text fails alone if other texts are embedded; a control call finds that out where none was.
 */
export class TextEmbedding {
  private hasAnswered = false;
  private failedInRow = 0;

  constructor(private readonly call: EmbedTexts) {}

  /**
   * Returns a vector per text, null for those that failed, which it adds to `failed`.
   * @throws EndpointFailure where texts fail in general
   */
  async embed(texts: readonly string[], failed: FailedText[]): Promise<(Vector | null)[]> {
    try {
      const vectors = await this.call(texts);
      this.hasAnswered = true;
      this.failedInRow = 0;
      return [...vectors];
    } catch (error) {
      if (!(error instanceof CallFailedError)) throw error;
      const [text, ...others] = texts;
      if (others.length > 0) return this.embedHalves(texts, failed);
      await this.requireOthers(error);
      if (text !== undefined) failed.push({ text, reason: error.reason });
      return [null];
    }
  }

  /** One after the other: where all texts fail, few calls show it. */
  private async embedHalves(
    texts: readonly string[],
    failed: FailedText[],
  ): Promise<(Vector | null)[]> {
    const half = Math.ceil(texts.length / 2);
    const first = await this.embed(texts.slice(0, half), failed);
    return [...first, ...(await this.embed(texts.slice(half), failed))];
  }

  /** @throws EndpointFailure where other texts would fail, too */
  private async requireOthers(error: CallFailedError): Promise<void> {
    this.failedInRow += 1;
    if (this.failedInRow >= GENERAL_AFTER)
      throw asGeneral(error, `${this.failedInRow} texts in a row failed so`);
    if (this.hasAnswered && error.isProven) return;
    try {
      await this.call([CONTROL_TEXT]);
      this.hasAnswered = true;
    } catch (other) {
      if (!(other instanceof CallFailedError)) throw other;
      throw asGeneral(error, `It does not embed “${CONTROL_TEXT}” either`);
    }
  }
}

const asGeneral = ({ fault, message }: CallFailedError, evidence: string): EndpointFailure =>
  new EndpointFailure(fault, `${message} ${evidence}: the fault is not that of one text.`);
