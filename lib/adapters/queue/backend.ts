import { createPostgresBackend, FlowProducer, Queue, Worker, type Processor } from "bullmq";

/** Where jobs are stored: in Redis if it is configured, else in the database. */
export type QueueLocation = {
  readonly databaseUrl: string;
  readonly redisUrl?: string | undefined;
};

/** Connections per queue client on Postgres: four are faster than thirty there. */
const MAX_CONNECTIONS = 4;

type WorkerSettings = {
  readonly concurrency: number;
  readonly lockDuration: number;
  readonly stalledInterval: number;
  readonly maxStalledCount: number;
  readonly autorun: boolean;
};

/** Everything that differs between the two. */
export type QueueBackend = {
  flows(): FlowProducer;
  queue(name: string): Queue;
  worker(queue: string, processor: Processor, settings: WorkerSettings): Worker;
};

export function queueBackend({ databaseUrl, redisUrl }: QueueLocation): QueueBackend {
  if (redisUrl) {
    // BullMQ opens the connections, because it does not close those it is given, and the process
    // would never exit. Its blocking reads wait indefinitely, so no command times out.
    const connection = { url: redisUrl, maxRetriesPerRequest: null };
    return {
      flows: () => new FlowProducer({ connection }),
      queue: (name) => new Queue(name, { connection }),
      worker: (queue, processor, settings) =>
        new Worker(queue, processor, { connection, ...settings }),
    };
  }
  const connection = { connectionString: databaseUrl, max: MAX_CONNECTIONS };
  return {
    flows: () => new FlowProducer({ connection }, createPostgresBackend) as unknown as FlowProducer,
    // Only reads counts: one connection is enough.
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
