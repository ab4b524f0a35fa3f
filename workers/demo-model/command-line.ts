import { parseSettings, settingName, SettingsError, type Settings } from "./settings";

export interface DemoModelArgs {
  readonly port: number;
  readonly host: string;
  readonly apiKey: string | undefined;
  readonly settings: Settings;
}

const PREFIX = "DEMO_MODEL_";
const PROGRAM_FLAGS = new Set(["port", "host", "api-key"]);

function fromEnvironment(env: Readonly<Record<string, string | undefined>>): Map<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith(PREFIX) || value === undefined || value === "") continue;
    const known = canonical(name.slice(PREFIX.length).toLowerCase().replaceAll("_", "-"));
    // Other parts of the program may have variables with this prefix, too.
    if (PROGRAM_FLAGS.has(known) || settingName(known) !== undefined) values.set(known, value);
  }
  return values;
}

function canonical(name: string): string {
  return PROGRAM_FLAGS.has(name) ? name : (settingName(name) ?? name);
}

function fromFlags(argv: readonly string[], values: Map<string, string>): void {
  for (let i = 0; i < argv.length; i++) {
    const flag = argv[i] ?? "";
    if (!flag.startsWith("--")) throw new SettingsError(flag, "expected a flag: --name value");
    const equals = flag.indexOf("=");
    const name = canonical(equals < 0 ? flag.slice(2) : flag.slice(2, equals));
    const value = equals < 0 ? argv[++i] : flag.slice(equals + 1);
    if (value === undefined) throw new SettingsError(name, "has no value");
    values.set(name, value);
  }
}

function parsePort(text: string | undefined): number {
  const port = Number(text ?? "0");
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new SettingsError("port", "expected a number from 0 to 65535");
  return port;
}

/** Flags outrank `DEMO_MODEL_…` variables. Errors: SettingsError naming what is wrong. */
export function readCommandLine(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): DemoModelArgs {
  const values = fromEnvironment(env);
  fromFlags(argv, values);
  const own = {
    port: values.get("port"),
    host: values.get("host"),
    apiKey: values.get("api-key")?.trim(),
  };
  const settings = parseSettings([...values].filter(([name]) => !PROGRAM_FLAGS.has(name)));
  return { port: parsePort(own.port), host: own.host ?? "127.0.0.1", apiKey: own.apiKey, settings };
}
