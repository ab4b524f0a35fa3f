import { type Command, Option } from "commander";
import { CUSTOM_PRESET, PRESETS } from "@/lib/contracts/endpoint-presets";
import { addListedGroup, databaseAction } from "./actions";
import { integerArg, priceArg } from "./args";

const ENDPOINT = ["<endpoint>", "name or ID of the endpoint"] as const;
const JSON_OPTION = ["--json", "print JSON, one line per endpoint"] as const;

export function addEndpointCommands(program: Command): void {
  const endpoints = addListedGroup(program, {
    name: "endpoints",
    description: "list, add, test, disable, enable and remove model endpoints",
    listDescription: "list the endpoints, one per line (the default)",
    json: JSON_OPTION,
    list: databaseAction(async () => (await import("../commands/endpoints")).listEndpointsCommand),
  });

  endpoints
    .command("add")
    .description("add an endpoint and test it")
    .requiredOption("--model <name>", "name of the model, as its server knows it")
    .addOption(
      new Option("--preset <kind>", "kind of server, which supplies the defaults")
        .choices(PRESETS.map(({ id }) => id))
        .default(CUSTOM_PRESET),
    )
    .option("--base-url <url>", "address up to and including /v1")
    .option("--name <name>", "display name (default: preset and model)")
    .option("--group <name>", "group of endpoints (default: default)")
    .option("--api-key-env <variable>", "environment variable that holds its API key")
    .option("--concurrency <n>", "concurrency limit", integerArg(1))
    .option("--timeout <seconds>", "timeout of a call", integerArg(1))
    .option("--price-in <usd>", "input price per million tokens", priceArg)
    .option("--price-out <usd>", "output price per million tokens", priceArg)
    .option(...JSON_OPTION)
    .action(databaseAction(async () => (await import("../commands/endpoints")).addEndpointCommand));

  for (const [name, description] of [
    ["test", "make real calls to an endpoint and show its capabilities"],
    ["disable", "stop calling an endpoint, at once"],
    ["enable", "call a disabled endpoint again"],
    ["remove", "remove an endpoint and its API key"],
  ] as const)
    endpoints
      .command(name)
      .description(description)
      .argument(...ENDPOINT)
      .option(...JSON_OPTION)
      .action(
        databaseAction(async () => {
          const { changeEndpointCommand } = await import("../commands/endpoints");
          return (endpoint: string, options: { readonly json?: true }) =>
            changeEndpointCommand(name, endpoint, options);
        }),
      );
}
