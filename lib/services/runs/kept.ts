/** What is dear to make, kept in one process: the least recently used goes first, and what could not be made is not kept. */
export class Kept<Thing> {
  private readonly things = new Map<string, Promise<Thing>>();

  constructor(private readonly most: number) {}

  of(key: string, make: () => Promise<Thing>): Promise<Thing> {
    const known = this.things.get(key);
    this.things.delete(key);
    const thing = known ?? make();
    this.things.set(key, thing);
    thing.catch(() => {
      if (this.things.get(key) === thing) this.things.delete(key);
    });
    for (const oldest of this.things.keys()) {
      if (this.things.size <= this.most) break;
      this.things.delete(oldest);
    }
    return thing;
  }

  drop(key: string): void {
    this.things.delete(key);
  }
}
