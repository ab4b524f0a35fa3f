import type { Services } from "@/lib/container";
import { endpointInput, type Endpoint, type ProbeResult } from "@/lib/contracts/endpoints";
import { CUSTOM_PRESET, getPreset } from "@/lib/contracts/endpoint-presets";
import { SYSTEM } from "@/lib/domain/access";
import { nearest } from "@/lib/domain/text/nearest";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";
import { endpointFromWords, OPTIONS } from "./endpoint-words";
import { openProgram } from "./program";
import { readWords } from "./words";

const FORMS: Readonly<Record<string, string>> = {
  list: "endpoints list [--json]",
  add: "endpoints add --model NAME [--base-url URL] [--preset KIND] [--name NAME] [--api-key-env VARIABLE] [--group NAME] [--concurrency N] [--timeout SECONDS] [--price-in US$] [--price-out US$] [--json]",
  test: "endpoints test ENDPOINT [--json]",
  disable: "endpoints disable ENDPOINT [--json]",
  enable: "endpoints enable ENDPOINT [--json]",
  remove: "endpoints remove ENDPOINT [--json]",
};

/** `endpoints list|add|test|disable|enable|remove`: the servers that answer for agents. An endpoint is named by its name or id. */
export async function endpointsCommand([action = "list", ...words]: string[]): Promise<ExitCode> {
  const form = FORMS[action];
  if (form === undefined)
    throw new CommandError(
      EXIT.usage,
      Object.values(FORMS).map((each) => `microcosm ${each}`),
    );
  if (action === "add") {
    const { values } = readWords(words, 0, OPTIONS, form);
    const input = endpointFromWords(values, process.env);
    return withServices(async (services) => {
      const { endpoint, probe } = await services.addEndpoint(SYSTEM, endpointInput.parse(input));
      print(values.json === true, { endpoint, probe }, [
        lineOf(endpoint),
        ...(probe === null ? [] : testLines(probe)),
      ]);
      return EXIT.ok;
    });
  }
  const { values, positionals } = readWords(
    words,
    action === "list" ? 0 : 1,
    { json: { type: "boolean" } },
    form,
  );
  const json = values.json === true;
  if (action === "list") {
    return withServices(async (services) => {
      for (const endpoint of await services.listEndpoints(SYSTEM))
        print(json, endpoint, [lineOf(endpoint)]);
      return EXIT.ok;
    });
  }
  return withServices(async (services) =>
    change(action, services, await named(services, positionals[0] ?? ""), json),
  );
}

async function change(
  action: string,
  services: Services,
  endpoint: Endpoint,
  json: boolean,
): Promise<ExitCode> {
  const { id, baseUrl, model, name } = endpoint;
  if (action === "test") {
    const probe = await services.testEndpoint(SYSTEM, { baseUrl, model, endpointId: id });
    print(json, { id, name, ...probe }, testLines(probe));
    return probe.ok ? EXIT.ok : EXIT.failed;
  }
  if (action !== "enable") await warnOfRuns(services, endpoint, action);
  if (action === "remove") {
    await services.archiveEndpoint(SYSTEM, id);
    print(json, { id, name, removed: true }, [`${name} was removed.`]);
  } else {
    const changed = await services.switchEndpoint(SYSTEM, id, action === "enable");
    print(json, changed, [lineOf(changed)]);
  }
  return EXIT.ok;
}

async function withServices(work: (services: Services) => Promise<ExitCode>): Promise<ExitCode> {
  const program = await openProgram(process.env, {});
  try {
    return await work(program.container.services);
  } finally {
    await program.stop();
  }
}

/** @throws CommandError usage where none, or more than one, is called so */
async function named(services: Services, name: string): Promise<Endpoint> {
  const endpoints = await services.listEndpoints(SYSTEM);
  const [found, ...others] = endpoints.filter(
    (endpoint) => endpoint.id === name || endpoint.name === name,
  );
  if (found && others.length === 0) return found;
  if (found)
    throw new CommandError(EXIT.usage, [
      `More than one endpoint is called “${name}”. Name it by its id:`,
      ...[found, ...others].map(lineOf),
    ]);
  const meant = nearest(
    name,
    endpoints.map((endpoint) => endpoint.name),
  );
  throw new CommandError(EXIT.usage, [
    `There is no endpoint “${name}”.${meant === undefined ? " “microcosm endpoints list” lists them." : ` Did you mean “${meant}”?`}`,
  ]);
}

async function warnOfRuns(
  services: Services,
  { id, hasKey }: Endpoint,
  action: string,
): Promise<void> {
  const stillCalled = action === "remove" && !hasKey;
  const pausing = (await services.listEndpointUses(SYSTEM, id)).filter(
    ({ alone, named }) => alone && !(named && stillCalled),
  );
  for (const { runId, study, replicate } of pausing)
    console.error(
      `Will pause, as it has nobody else to ask: run ${runId} (${study}, replicate ${replicate})`,
    );
}

function print(json: boolean, value: unknown, lines: readonly string[]): void {
  for (const line of json ? [JSON.stringify(value)] : lines) console.log(line);
}

/** One line: id, on or off, group, name, model, address, kind, and what it is not. */
function lineOf({
  id,
  enabled,
  group,
  name,
  model,
  baseUrl,
  preset,
  isDemo,
  capabilities,
}: Endpoint): string {
  const remarks = [
    isDemo ? "demo model, not an LLM" : "",
    capabilities === null ? "not tested" : "",
    capabilities?.chat === false ? "embeddings only" : "",
  ].filter((remark) => remark !== "");
  return [
    id,
    enabled ? "on" : "off",
    group,
    name,
    model,
    baseUrl,
    ...(preset === CUSTOM_PRESET ? [] : [getPreset(preset).label]),
    ...remarks,
  ].join("\t");
}

function testLines(probe: ProbeResult): string[] {
  if (!probe.ok) return [`test failed: ${probe.message}`];
  const { maxContext, embeddingDimension, ...rest } = probe.capabilities;
  const words = (able: boolean | null): string =>
    able === null ? "not known" : able ? "yes" : "no";
  return [
    `works, answered in ${Math.round(probe.latencyMs)} ms${probe.isDemo ? "; it is the demo model, not an LLM" : ""}`,
    ...Object.entries(rest).map(([name, able]) => `${name}\t${words(able)}`),
    `maxContext\t${maxContext ?? "not known"}`,
    ...(embeddingDimension === null ? [] : [`embeddingDimension\t${embeddingDimension}`]),
  ];
}
