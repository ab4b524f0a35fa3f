import { archiveFiles } from "@/lib/adapters/archive/archive-files";
import { auditStore } from "@/lib/adapters/db/audit-store";
import { createHash, randomBytes, randomInt, randomUUID } from "node:crypto";
import { join } from "node:path";
import type { AuthAdapter } from "@/lib/adapters/auth/accounts";
import { budgetStore } from "@/lib/adapters/db/budget-store";
import { populationStore } from "@/lib/adapters/db/population-store";
import type { Database } from "@/lib/adapters/db/database";
import { credentialStore } from "@/lib/adapters/db/credential-store";
import { datasetStore } from "@/lib/adapters/db/dataset-store";
import { deletionStore } from "@/lib/adapters/db/deletion-store";
import { decisionStore } from "@/lib/adapters/db/decision-store";
import { diskUseStore } from "@/lib/adapters/db/disk-use-store";
import { endpointStore } from "@/lib/adapters/db/endpoint-store";
import { estimateStore } from "@/lib/adapters/db/estimate-store";
import { exclusive } from "@/lib/adapters/db/exclusive-lock";
import { exportStore } from "@/lib/adapters/db/export-store";
import { faultStore } from "@/lib/adapters/db/fault-store";
import { guideLibrary } from "@/lib/adapters/guide/guide-library";
import { createFingerprint } from "@/lib/adapters/llm/fingerprint";
import { forkStore } from "@/lib/adapters/db/fork-store";
import { databaseFacts, lastBackup, migrationFacts } from "@/lib/adapters/db/health-facts";
import { interventionStore } from "@/lib/adapters/db/intervention-store";
import { interviewStore } from "@/lib/adapters/db/interview-store";
import { logStore } from "@/lib/adapters/db/log-store";
import { measureStore } from "@/lib/adapters/db/measure-store";
import { membershipStore, projectStore } from "@/lib/adapters/db/membership-store";
import { memberStore } from "@/lib/adapters/db/member-store";
import { networkStore } from "@/lib/adapters/db/network-store";
import { pollStore } from "@/lib/adapters/db/poll-store";
import { profileStore } from "@/lib/adapters/db/profile-store";
import { purgeStore } from "@/lib/adapters/db/purge-store";
import { recordStore } from "@/lib/adapters/db/record-store";
import { retentionStore } from "@/lib/adapters/db/retention-store";
import { restoreTarget } from "@/lib/adapters/db/restore-target";
import { reviewStore } from "@/lib/adapters/db/review-store";
import { countRuns } from "@/lib/adapters/db/run-counts";
import { runControl } from "@/lib/adapters/db/run-changes";
import { runLedger } from "@/lib/adapters/db/run-ledger";
import { runStore } from "@/lib/adapters/db/run-store";
import { snapshotSource } from "@/lib/adapters/db/snapshot-source";
import { sessionStore } from "@/lib/adapters/db/session-store";
import { studySnapshots } from "@/lib/adapters/db/study-snapshots";
import { searchStore } from "@/lib/adapters/db/search-store";
import { scenarioStore } from "@/lib/adapters/db/scenario-store";
import { studyStore } from "@/lib/adapters/db/study-store";
import { tokenStore } from "@/lib/adapters/db/token-store";
import { meteredLedger } from "@/lib/adapters/metrics/metered-ports";
import type { Metrics } from "@/lib/adapters/metrics/registry";
import { diskSpace } from "@/lib/adapters/process/disk-space";
import { openMailer } from "@/lib/adapters/mail/mailer";
import { emptyQueues } from "@/lib/adapters/queue/empty-queues";
import type { JobCounts } from "@/lib/adapters/queue/job-counts";
import { createSecretBox } from "@/lib/adapters/secrets/secret-box";
import type { Env } from "@/lib/config/env";
import { OutcomesOfRuns } from "@/lib/services/execution/call-outcomes";
import type { ClientAddress } from "@/lib/services/accounts/ports";
import { Sightings } from "@/lib/services/accounts/sightings";
import { SignInLimiter } from "@/lib/services/accounts/sign-in-limiter";
import type { RunningHash } from "@/lib/services/backup/ports";
import { BudgetLeases } from "@/lib/services/budget/budget-lease";
import { LruCache } from "@/lib/services/caching/lru-cache";
import type { Clock, Log } from "@/lib/services/environment/ports";
import type { Computation } from "@/lib/services/computation/ports";
import { AdmissionLimit } from "@/lib/services/concurrency/admission-limit";
import { EstimateCache } from "@/lib/services/estimates/estimate-cache";
import type { RunLeases } from "@/lib/services/execution/ports";
import type { JobQueue } from "@/lib/services/jobs/ports";
import type { ModelPool } from "@/lib/services/models/ports";
import type { NetworkPicture } from "@/lib/contracts/network";
import { PollQuestions } from "@/lib/services/polls/poll-questions";
import type { ProcessStore } from "@/lib/services/processes/ports";
import type { RunChanges } from "@/lib/services/runs/ports";
import { RunFeeds } from "@/lib/services/runs/run-feeds";
import { SharedChecks } from "@/lib/services/runs/shared-checks";
import { ACCESS_INTERVAL_MS } from "@/lib/services/runs/watch-run";
import { ScenarioVersions } from "@/lib/services/scenarios/scenario-versions";
import type { HealthSources } from "@/lib/services/health/ports";
import { TokenFailures } from "@/lib/services/accounts/token-failures";
import { Replicas } from "@/lib/services/worlds/replicas";
import { computeWorldsHere } from "@/lib/services/worlds/world-tasks";
import type { WorldThreads } from "./computation";
import { openWorlds } from "./open-worlds";

/** Connections of one process to external systems. */
export type Connections = {
  readonly database: Database;
  readonly accounts: AuthAdapter["accounts"];
  readonly clientAddress: ClientAddress;
  readonly sessions: AuthAdapter["sessions"];
  readonly passwords: AuthAdapter["passwords"];
  readonly oidc: AuthAdapter["oidc"];
  readonly queue: JobQueue;
  readonly changes: RunChanges;
  readonly leases: RunLeases;
  readonly pool: ModelPool;
  readonly processes: ProcessStore;
  readonly jobs: Pick<JobCounts, "read">;
  readonly metrics: Metrics;
  readonly computation: Computation;
  /** Undefined where worlds are computed in the thread of the program. */
  readonly worldThreads: WorldThreads | undefined;
  readonly log: Log;
};

/** Seeds are 31-bit. */
const SEED_COUNT = 2 ** 31;

const TOKEN_BYTES = 32;

const PROGRAM_VERSION = process.env.npm_package_version ?? "0.1.0";

/** Network pictures cached in one process, for viewers of one run and for paging through rounds. */
const MAX_PICTURES = 16;

const clock: Clock = { now: () => new Date() };

/** Everything that a service may be given. The files in `areas/` say which service gets what. */
export type Resources = ReturnType<typeof openResources>;

/** Opens the stores, and the caches that the services of one process share. */
export function openResources(
  env: Pick<
    Env,
    | "DATABASE_URL"
    | "REDIS_URL"
    | "ENCRYPTION_KEY"
    | "SETUP_CODE"
    | "APP_URL"
    | "SMTP_URL"
    | "MAIL_FROM"
    | "AUTH_RATE_LIMIT"
    | "DATA_DIR"
  >,
  { metrics, database, jobs, worldThreads, ...connections }: Connections,
) {
  const runs = runStore(database);
  const ledger = meteredLedger(runLedger(database), metrics);
  const datasets = datasetStore(database);
  const budgets = budgetStore(database);
  const polls = pollStore(database);
  const population = populationStore(database);
  const measures = measureStore(database);

  const scenarios = new ScenarioVersions(runs);
  // Bundled code does not know its place; all processes start in the folder of the program.
  const migrations = join(process.cwd(), "prisma", "migrations");
  const interventions = interventionStore(database);
  const worlds = openWorlds({ scenarios, ledger, sizes: population, datasets, interventions });

  return {
    ...connections,
    // Stores.
    ...{ runs, ledger, datasets, budgets, polls, population, measures, interventions },
    studies: studyStore(database),
    studySnapshots: studySnapshots(database),
    members: membershipStore(database),
    memberships: memberStore(database),
    projects: projectStore(database),
    storedScenarios: scenarioStore(database),
    search: searchStore(database),
    endpoints: endpointStore(database),
    networks: networkStore(database),
    decisions: decisionStore(database),
    reviews: reviewStore(database),
    exports: exportStore(database),
    forks: forkStore(database),
    interviews: interviewStore(database),
    faults: faultStore(database),
    estimates: estimateStore(database),
    audit: auditStore(database),
    logs: logStore(database),
    // Next to the program, whose folder all its processes start in.
    guide: guideLibrary(join(process.cwd(), "docs")),
    profiles: profileStore(database),
    credentials: credentialStore(database),
    sessionStore: sessionStore(database),
    tokens: tokenStore(database),
    record: recordStore(database),
    deletions: deletionStore(database),
    purges: purgeStore(database),
    retention: retentionStore(database),
    disk: diskUseStore(database),
    exclusive: exclusive(database),
    // What one person may have open, and all people together. Downloads: as many connections as
    // `exportPool` has.
    downloads: new AdmissionLimit({
      ...{ perPerson: 3, inAll: 8, what: "Downloads", retryAfterSeconds: 10 },
    }),
    streams: new AdmissionLimit({
      ...{ perPerson: 50, inAll: 2_000, what: "Live pages", retryAfterSeconds: 10 },
    }),
    accessChecks: new SharedChecks(() => clock.now().getTime(), ACCESS_INTERVAL_MS),
    control: runControl(runs, connections.changes),
    archives: archiveFiles,
    snapshots: snapshotSource(database, migrations),
    restoreTarget: restoreTarget(database, {
      folder: migrations,
      emptyQueues: () => emptyQueues({ databaseUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL }),
    }),

    healthSources: {
      database: () => databaseFacts(database),
      migrations: () => migrationFacts(database, migrations),
      queues: () => jobs.read(),
      runs: () => countRuns(database),
      disk: () => diskSpace(env.DATA_DIR),
      lastBackup: () => lastBackup(database),
      version: () => `Microcosm ${PROGRAM_VERSION}, Node ${process.versions.node}`,
    } satisfies HealthSources,

    // Caches and leases of this process.
    scenarios,
    worlds: worldThreads?.looks ?? computeWorldsHere(worlds),
    replays: worldThreads?.replays ?? computeWorldsHere(worlds),
    feeds: new RunFeeds({ ...{ runs, scenarios, measures, clock }, changes: connections.changes }),
    replicas: new Replicas({ scenarios, ledger, datasets }),
    questions: new PollQuestions({ past: worlds.past, polls }),
    pictureCache: new LruCache<NetworkPicture>({ maxSize: MAX_PICTURES }),
    estimateCache: new EstimateCache(),
    tokenFailures: new TokenFailures(() => performance.now()),
    sightings: new Sightings(() => performance.now()),
    outcomes: new OutcomesOfRuns(),
    budgetLeases: new BudgetLeases({
      budgets,
      elapsed: () => performance.now(),
      process: randomUUID(),
    }),

    // The environment.
    clock,
    wait: (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms).unref()),
    secrets: createSecretBox(env.ENCRYPTION_KEY),
    setupCode: env.SETUP_CODE,
    appUrl: env.APP_URL,
    mailer: openMailer(env),
    signInLimiter: env.AUTH_RATE_LIMIT === "on" ? new SignInLimiter(() => performance.now()) : null,
    programVersion: PROGRAM_VERSION,
    fingerprint: createFingerprint(),
    anySeed: () => randomInt(SEED_COUNT),
    newId: () => randomUUID(),
    /** A secret of 256 bits for a link or a program. */
    newToken: () => randomBytes(TOKEN_BYTES).toString("base64url"),
    newHash: (): RunningHash => {
      const hash = createHash("sha256");
      return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest("hex") };
    },
    hash: (text: string) => createHash("sha256").update(text).digest("hex"),
  };
}
