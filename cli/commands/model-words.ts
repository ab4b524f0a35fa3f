import { SYSTEM } from "@/lib/domain/access";
import type { ModelChoice, ModelChoices } from "@/lib/domain/run";
import { nearest } from "@/lib/domain/text/nearest";
import type { Services } from "@/lib/container";
import { CommandError, EXIT } from "../exit-codes";

/** Group of the scenario → the name of an endpoint or of a group of endpoints. */
export type ModelWords = Readonly<Record<string, string>>;

/**
 * The words after `--model`: those with an equals sign choose who answers for a group of the scenario, one without names the
 * model of the endpoint at `--base-url`.
 * @throws CommandError usage
 */
export function readModelWords(words: readonly string[] = []): {
  readonly models: ModelWords;
  readonly model: string | undefined;
} {
  const choices = words.filter((word) => word.includes("="));
  const [model, ...more] = words.filter((word) => !word.includes("="));
  if (more.length > 0)
    throw usage(
      `--model ${more.join(" ")}: an endpoint has one model. To choose who answers for a group of the scenario, write --model GROUP=CHOICE`,
    );
  const pairs = choices.map((word): [string, string] => [
    word.slice(0, word.indexOf("=")),
    word.slice(word.indexOf("=") + 1),
  ]);
  const wrong = pairs.findIndex(([group, choice]) => group === "" || choice === "");
  if (wrong >= 0)
    throw usage(
      `--model ${choices[wrong] ?? ""}: write it as --model GROUP=CHOICE, where CHOICE is the name of an endpoint or of a group of endpoints`,
    );
  return { models: Object.fromEntries(pairs), model };
}

/**
 * The choices that names stand for; a group goes before an endpoint of the same name.
 * @throws CommandError invalid for a name that nothing has, or several endpoints
 */
export async function findModels(
  services: Pick<Services, "listEndpoints">,
  words: ModelWords,
): Promise<ModelChoices> {
  if (Object.keys(words).length === 0) return {};
  const endpoints = await services.listEndpoints(SYSTEM);
  const groups = new Set(endpoints.map(({ group }) => group));
  const find = (name: string): ModelChoice => {
    if (groups.has(name)) return { group: name };
    const [first, ...others] = endpoints.filter(
      (endpoint) => endpoint.name === name || endpoint.id === name,
    );
    if (first && others.length === 0) return { endpointId: first.id };
    if (first)
      throw new CommandError(EXIT.invalid, [
        `Several endpoints are called “${name}”: name one by its id (${[first, ...others].map(({ id }) => id).join(", ")}).`,
      ]);
    const meant = nearest(name, [...groups, ...endpoints.map((endpoint) => endpoint.name)]);
    throw new CommandError(EXIT.invalid, [
      `There is no endpoint and no group “${name}”${meant === undefined ? "" : ` (did you mean ${meant}?)`}. The Models page and \`microcosm endpoints\` list them.`,
    ]);
  };
  return Object.fromEntries(Object.entries(words).map(([group, name]) => [group, find(name)]));
}

const usage = (line: string): CommandError => new CommandError(EXIT.usage, [line]);
