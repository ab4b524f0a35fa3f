/** The properties of a step that determine the order. */
export interface Scheduled {
  readonly name: string;
  /** Names of steps that must have ended first; omitted ones are ignored. */
  readonly after?: readonly string[];
  /** Runs while no other step does. */
  readonly alone?: boolean;
}

/** Runs steps, `slots` at a time: each time the first in order that may start. */
export async function runSteps<Step extends Scheduled>(
  steps: readonly Step[],
  slots: number,
  run: (step: Step) => Promise<void>,
): Promise<void> {
  const waiting = [...steps];
  const running = new Map<Step, Promise<void>>();
  const mayBegin = ({ after = [], alone }: Step): boolean =>
    (!alone || running.size === 0) &&
    ![...running.keys()].some((other) => other.alone) &&
    ![...waiting, ...running.keys()].some(({ name }) => after.includes(name));
  while (waiting.length > 0 || running.size > 0) {
    const next = running.size < slots ? waiting.findIndex(mayBegin) : -1;
    if (next < 0) {
      if (running.size === 0) throw new Error(`no step may begin: ${namesOf(waiting)}`);
      await Promise.race(running.values());
      continue;
    }
    for (const step of waiting.splice(next, 1))
      running.set(
        step,
        run(step).finally(() => running.delete(step)),
      );
  }
}

const namesOf = (steps: readonly Scheduled[]): string => steps.map(({ name }) => name).join(", ");
