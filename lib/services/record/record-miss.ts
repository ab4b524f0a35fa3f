/** A call that only the record may answer is not on it. `message` is written for the researcher. */
export class RecordMissError extends Error {
  override readonly name = "RecordMiss";
}
