/**
 * Jobs of several people, each of whom has one in progress at most. People take turns, however many
 * jobs one of them has waiting.
 */
export class FairQueue<Job> {
  private readonly waiting = new Map<string, Job[]>();
  private readonly busy = new Set<string>();

  constructor(private readonly maxWaiting: number) {}

  /** Whether the job was accepted: false if the person has too many of them waiting. */
  add(person: string, job: Job): boolean {
    const jobs = this.waiting.get(person) ?? [];
    if (jobs.length >= this.maxWaiting) return false;
    jobs.push(job);
    this.waiting.set(person, jobs);
    return true;
  }

  /** Removes a job that has not begun. Returns whether it was there. */
  remove(person: string, job: Job): boolean {
    const jobs = this.waiting.get(person) ?? [];
    const position = jobs.indexOf(job);
    if (position < 0) return false;
    jobs.splice(position, 1);
    if (jobs.length === 0) this.waiting.delete(person);
    return true;
  }

  /** Takes the next job of the first person who has none in progress; call `done` afterwards. */
  take(): Job | undefined {
    for (const [person, [job, ...others]] of this.waiting) {
      if (job === undefined || this.busy.has(person)) continue;
      this.busy.add(person);
      // At the end of the line, for the next turn.
      this.waiting.delete(person);
      if (others.length > 0) this.waiting.set(person, others);
      return job;
    }
    return undefined;
  }

  done(person: string): void {
    this.busy.delete(person);
  }
}
