import type { Services } from "@/lib/container";
import { endpointInput, type Endpoint, type ProbeResult } from "@/lib/contracts/endpoints";
import { CUSTOM_PRESET, getPreset } from "@/lib/contracts/endpoint-presets";
import { SYSTEM } from "@/lib/domain/access";
import { nearest } from "@/lib/domain/text/nearest";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";
import { buildEndpointInput, type EndpointOptions } from "./endpoint-input";
import { withServices } from "./instance";

type OutputOptions = { readonly json?: true };

/** `endpoints list`: every endpoint, one per line. */
export function listEndpointsCommand({ json }: OutputOptions): Promise<ExitCode> {
  return withServices({}, async (services) => {
    for (const endpoint of await services.listEndpoints(SYSTEM))
      print(json, endpoint, [formatEndpoint(endpoint)]);
    return EXIT.ok;
  });
}

/** `endpoints add`: adds an endpoint and tests it; it is added even if the test fails. */
export async function addEndpointCommand(
  options: EndpointOptions & OutputOptions,
): Promise<ExitCode> {
  const input = endpointInput.parse(buildEndpointInput(options, process.env));
  return withServices({}, async (services) => {
    const { endpoint, probe } = await services.addEndpoint(SYSTEM, input);
    print(options.json, { endpoint, probe }, [
      formatEndpoint(endpoint),
      ...(probe === null ? [] : formatProbe(probe)),
    ]);
    return EXIT.ok;
  });
}

/** `endpoints test|disable|enable|remove ENDPOINT`, by its name or id. */
export function changeEndpointCommand(
  action: "test" | "disable" | "enable" | "remove",
  nameOrId: string,
  { json }: OutputOptions,
): Promise<ExitCode> {
  return withServices({}, async (services) => {
    const endpoint = await findEndpoint(services, nameOrId);
    const { id, baseUrl, model, name } = endpoint;
    if (action === "test") {
      const probe = await services.testEndpoint(SYSTEM, { baseUrl, model, endpointId: id });
      print(json, { id, name, ...probe }, formatProbe(probe));
      return probe.ok ? EXIT.ok : EXIT.failed;
    }
    if (action !== "enable") await warnOfPausingRuns(services, endpoint, action);
    if (action === "remove") {
      await services.archiveEndpoint(SYSTEM, id);
      print(json, { id, name, removed: true }, [`Removed ${name}.`]);
    } else {
      const changed = await services.switchEndpoint(SYSTEM, id, action === "enable");
      print(json, changed, [formatEndpoint(changed)]);
    }
    return EXIT.ok;
  });
}

/** @throws CommandError usage for an unknown or ambiguous name */
async function findEndpoint(services: Services, name: string): Promise<Endpoint> {
  const endpoints = await services.listEndpoints(SYSTEM);
  const [found, ...others] = endpoints.filter(
    (endpoint) => endpoint.id === name || endpoint.name === name,
  );
  if (found && others.length === 0) return found;
  if (found)
    throw new CommandError(EXIT.usage, [
      `More than one endpoint is named “${name}”. Use its ID instead:`,
      ...[found, ...others].map(formatEndpoint),
    ]);
  const suggestion = nearest(
    name,
    endpoints.map((endpoint) => endpoint.name),
  );
  throw new CommandError(EXIT.usage, [
    `Unknown endpoint “${name}”. ` +
      (suggestion === undefined
        ? "“microcosm endpoints” lists them."
        : `Did you mean “${suggestion}”?`),
  ]);
}

/** Prints on standard error the runs that will pause because no other endpoint serves them. */
async function warnOfPausingRuns(
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
      `Run ${runId} (${study}, replicate ${replicate}) will pause: it has no other endpoint.`,
    );
}

function print(json: true | undefined, value: unknown, lines: readonly string[]): void {
  for (const line of json ? [JSON.stringify(value)] : lines) console.log(line);
}

/** One line: id, on or off, group, name, model, address, preset and remarks. */
function formatEndpoint({
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

function formatProbe(probe: ProbeResult): string[] {
  if (!probe.ok) return [`test failed: ${probe.message}`];
  const { maxContext, embeddingDimension, ...rest } = probe.capabilities;
  const format = (supported: boolean | null): string =>
    supported === null ? "unknown" : supported ? "yes" : "no";
  return [
    `test passed, response time ${Math.round(probe.latencyMs)} ` +
      `ms${probe.isDemo ? "; demo model, not an LLM" : ""}`,
    ...Object.entries(rest).map(([name, supported]) => `${name}\t${format(supported)}`),
    `maxContext\t${maxContext ?? "unknown"}`,
    ...(embeddingDimension === null ? [] : [`embeddingDimension\t${embeddingDimension}`]),
  ];
}
