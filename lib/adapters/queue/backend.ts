import { createPostgresBackend, FlowProducer, Queue, Worker, type Processor } from "bullmq";

/** Where jobs live: Redis when there is one, the database otherwise. */
export type QueuePlace = { readonly databaseUrl: string; readonly redisUrl?: string | undefined };

/** Connections per queue client on Postgres: four are faster than thirty there. */
const MOST_CONNECTIONS = 4;

type WorkerSettings = {
  readonly concurrency: number;
  readonly lockDuration: number;
  readonly stalledInterval: number;
  readonly maxStalledCount: number;
  readonly autorun: boolean;
};

/** What differs between the two places, and nothing else does. */
export type QueueBackend = {
  flows(): FlowProducer;
  queue(name: string): Queue;
  worker(queue: string, processor: Processor, settings: WorkerSettings): Worker;
};

export function queueBackend({ databaseUrl, redisUrl }: QueuePlace): QueueBackend {
  if (redisUrl) {
    // Connections of BullMQ's own making: it leaves those it was given open when it closes, and the process would never end.
    // Its blocking reads wait forever by design, so a command is never given up.
    const connection = { url: redisUrl, maxRetriesPerRequest: null };
    return {
      flows: () => new FlowProducer({ connection }),
      queue: (name) => new Queue(name, { connection }),
      worker: (queue, processor, settings) =>
        new Worker(queue, processor, { connection, ...settings }),
    };
  }
  const connection = { connectionString: databaseUrl, max: MOST_CONNECTIONS };
  return {
    flows: () => new FlowProducer({ connection }, createPostgresBackend) as unknown as FlowProducer,
    // Only ever asked for counts: one connection does.
    queue: (name) =>
      new Queue(
        name,
        { connection: { ...connection, max: 1 } },
        createPostgresBackend,
      ) as unknown as Queue,
    worker: (queue, processor, settings) =>
      new Worker(
        queue,
        processor,
        { connection, ...settings },
        createPostgresBackend,
      ) as unknown as Worker,
  };
}
