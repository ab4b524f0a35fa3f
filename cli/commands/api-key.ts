import { apiKeyProblem, trimApiKey } from "@/lib/contracts/api-key";
import { CommandError, EXIT } from "../exit-codes";

/**
 * Reads the API key from the environment variable that `--api-key-env` names. A key is never an
 * argument itself: shells keep arguments in their history.
 * @throws CommandError usage
 */
export function readApiKey(
  variable: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (variable === undefined) return undefined;
  const key = trimApiKey(environment[variable] ?? "");
  if (key === "")
    throw new CommandError(EXIT.usage, [
      `The environment variable ${variable}, named by --api-key-env, is not set.`,
    ]);
  const problem = apiKeyProblem(key);
  if (problem !== null)
    throw new CommandError(EXIT.usage, [`The environment variable ${variable}: ${problem}`]);
  return key;
}
