import { createHash, randomInt, randomUUID } from "node:crypto";
import { getHeapStatistics } from "node:v8";
import { openAuth, type AuthAdapter } from "@/lib/adapters/auth/accounts";
import { budgetStore } from "@/lib/adapters/db/budget-store";
import { openDatabase } from "@/lib/adapters/db/database";
import { castStore } from "@/lib/adapters/db/cast-store";
import { datasetStore } from "@/lib/adapters/db/dataset-store";
import { decisionStore } from "@/lib/adapters/db/decision-store";
import { estimateStore } from "@/lib/adapters/db/estimate-store";
import { exclusive } from "@/lib/adapters/db/exclusive";
import { endpointStore } from "@/lib/adapters/db/endpoint-store";
import { exportStore } from "@/lib/adapters/db/export-store";
import { faultStore } from "@/lib/adapters/db/fault-store";
import { fingerprints } from "@/lib/adapters/db/fingerprint";
import { forkStore } from "@/lib/adapters/db/fork-store";
import { interventionStore } from "@/lib/adapters/db/intervention-store";
import { interviewStore } from "@/lib/adapters/db/interview-store";
import { measureStore } from "@/lib/adapters/db/measure-store";
import { membershipStore, projectStore } from "@/lib/adapters/db/membership-store";
import { networkStore } from "@/lib/adapters/db/network-store";
import { pollStore } from "@/lib/adapters/db/poll-store";
import { processStore } from "@/lib/adapters/db/process-store";
import { recordStore } from "@/lib/adapters/db/record-store";
import { reviewStore } from "@/lib/adapters/db/review-store";
import { listenToRunChanges, runControl } from "@/lib/adapters/db/run-changes";
import { runLeases } from "@/lib/adapters/db/run-leases";
import { countRuns } from "@/lib/adapters/db/run-counts";
import { runLedger } from "@/lib/adapters/db/run-ledger";
import { runStore } from "@/lib/adapters/db/run-store";
import { createModelPool } from "@/lib/adapters/llm";
import { logTo, type Log } from "@/lib/adapters/log/log";
import { meteredLedger, meteredPool } from "@/lib/adapters/metrics/metered";
import { createMetrics } from "@/lib/adapters/metrics/registry";
import { consume, type Consumers } from "@/lib/adapters/queue/consume";
import { openJobCounts } from "@/lib/adapters/queue/job-counts";
import { openJobQueue } from "@/lib/adapters/queue/job-queue";
import { createSecretBox } from "@/lib/adapters/secrets/secret-box";
import type { Env } from "@/lib/config/env";
import type { JobProcessor } from "@/lib/contracts/jobs";
import { BudgetLeases } from "@/lib/services/budget/budget-lease";
import { Replicas } from "@/lib/services/worlds/replicas";
import { EstimateCache } from "@/lib/services/estimates/estimate-cache";
import { PollQuestions } from "@/lib/services/polls/poll-questions";
import { LruCache } from "@/lib/services/caching/lru-cache";
import { LatestReplicas } from "@/lib/services/worlds/latest-replicas";
import { PastReplicas } from "@/lib/services/worlds/past-replicas";
import { ScenarioVersions } from "@/lib/services/scenarios/scenario-versions";
import { WorldCache } from "@/lib/services/worlds/world-cache";
import { countProcesses } from "@/lib/services/processes/count-processes";
import { bindServices, type Services } from "./services";
import { openMonitoring, type Monitoring } from "./monitoring";

export type { Services } from "./services";
export type { Log } from "@/lib/adapters/log/log";

/** The program wired together, in one process. */
export type Container = Monitoring & {
  readonly services: Services;
  readonly log: Log;
  /** Answers the routes under /api/auth. */
  readonly authHandler: AuthAdapter["handler"];
  /** Works on jobs in this process. */
  consume(processors: readonly JobProcessor[]): Consumers;
  close(): Promise<void>;
};

/** Seeds are 31-bit. */
const SEED_COUNT = 2 ** 31;

/** Pictures of networks kept in one process: of those who look at the same run now, and of the rounds somebody leafs through. */
const MAX_PICTURES = 16;

/** Wires services to adapters. Nothing connects before it is used. `program` names the process in its log. */
export function openContainer(env: Env, program: string): Container {
  const log = logTo(program);
  const database = openDatabase(env.DATABASE_URL, log);
  const place = { databaseUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL };
  const queue = openJobQueue(place, log);
  const changes = listenToRunChanges(env.DATABASE_URL);
  const leases = runLeases(env.DATABASE_URL);
  const bare = createModelPool();
  const processes = processStore(database);
  const jobs = openJobCounts(place, log);
  const metrics = createMetrics({
    program,
    status: () => bare.status(),
    // The same of every process: the app tells it, and workers need not ask.
    ...(program === "app" && {
      installation: async () => ({
        runs: await countRuns(database),
        processes: await countProcesses(processes),
        jobs: await jobs.read(),
      }),
    }),
  });
  const pool = meteredPool(bare, metrics);
  const runs = runStore(database);
  const ledger = meteredLedger(runLedger(database), metrics);
  const scenarios = new ScenarioVersions(runs);
  const datasets = datasetStore(database);

  const budgets = budgetStore(database);
  const cast = castStore(database);
  const worlds = new WorldCache({
    scenarios,
    ledger,
    sizes: cast,
    heap: getHeapStatistics().heap_size_limit,
  });
  const past = new PastReplicas(worlds);
  const polls = pollStore(database);

  const auth = openAuth(database, env);

  const services = bindServices({
    accounts: auth.accounts,
    exclusive: exclusive(database),
    setupCode: env.SETUP_CODE,
    members: membershipStore(database),
    projects: projectStore(database),
    endpoints: endpointStore(database),
    interventions: interventionStore(database),
    networks: networkStore(database),
    pictureCache: new LruCache({ maxSize: MAX_PICTURES }),
    decisions: decisionStore(database),
    measures: measureStore(database),
    reviews: reviewStore(database),
    exports: exportStore(database),
    secrets: createSecretBox(env.ENCRYPTION_KEY),
    control: runControl(runs, changes),
    replicas: new Replicas({ scenarios, ledger, datasets }),
    latest: new LatestReplicas({ worlds, ledger }),
    questions: new PollQuestions({ past, polls }),
    forks: forkStore(database),
    interviews: interviewStore(database),
    faults: faultStore(database),
    estimates: estimateStore(database),
    estimateCache: new EstimateCache(),
    yieldTurn: () => new Promise((resolve) => setImmediate(resolve)),
    budgetLeases: new BudgetLeases({
      budgets,
      elapsed: () => performance.now(),
      process: randomUUID(),
    }),
    record: recordStore(database),
    fingerprint: fingerprints(),
    clock: { now: () => new Date() },
    anySeed: () => randomInt(SEED_COUNT),
    hash: (text) => createHash("sha256").update(text).digest("hex"),
    programVersion: process.env.npm_package_version ?? "0.1.0",
    runs,
    ledger,
    scenarios,
    datasets,
    queue,
    changes,
    leases,
    pool,
    log,
    population: cast,
    past,
    polls,
    budgets,
    processes,
  });

  return {
    ...openMonitoring({ program, env, processes, pool, metrics, log }),
    services,
    log,
    authHandler: auth.handler,
    consume: (processors) => consume(place, processors, log),
    close: async () => {
      await queue.close();
      await jobs.close();
      await leases.close();
      await changes.close();
      await pool.close();
      await database.close();
    },
  };
}
