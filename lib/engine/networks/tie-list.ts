import { LIMITS } from "../base/limits";
import { NetworkError, type Tie, type TieRequest } from "./contract";

/**
 * The ties generated so far: no self-ties, no duplicates (if undirected, in neither direction), at
 * most `LIMITS.rows`.
 */
export class TieList {
  private readonly ties: Tie[] = [];
  private readonly present = new Set<number>();
  private readonly width: number;
  private readonly symmetric: boolean;
  private readonly same: boolean;

  constructor({ targets, same, directed }: TieRequest) {
    this.width = targets.length;
    this.symmetric = same && !directed;
    this.same = same;
  }

  /** Whether a tie cannot be added because it exists or would be a self-tie. */
  isTaken(source: number, target: number): boolean {
    return (this.same && source === target) || this.present.has(this.key(source, target));
  }

  /** Adds the tie unless it is taken; returns whether it did. */
  add(source: number, target: number): boolean {
    if (this.isTaken(source, target)) return false;
    this.present.add(this.key(source, target));
    pushTie(this.ties, source, target);
    return true;
  }

  /** Changes the target of the tie at a position; the new tie must not be taken. */
  redirect(position: number, target: number): void {
    const tie = this.ties[position];
    if (tie === undefined) throw new RangeError(`there is no tie ${position}`);
    this.present.delete(this.key(...tie));
    this.present.add(this.key(tie[0], target));
    this.ties[position] = [tie[0], target];
  }

  at(position: number): Tie | undefined {
    return this.ties[position];
  }

  get size(): number {
    return this.ties.length;
  }

  all(): Tie[] {
    return this.ties;
  }

  private key(source: number, target: number): number {
    return this.symmetric && source > target
      ? target * this.width + source
      : source * this.width + target;
  }
}

export function pushTie(ties: Tie[], source: number, target: number): void {
  checkSize(ties.length + 1);
  ties.push([source, target]);
}

/** @throws NetworkError if a network with this number of ties would exceed the limit of rows */
export function checkSize(ties: number): void {
  if (ties > LIMITS.rows)
    throw new NetworkError(`The network would have more than ${LIMITS.rows} ties.`);
}
