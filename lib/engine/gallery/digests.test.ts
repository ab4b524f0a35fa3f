import { describe, expect, it } from "vitest";
import { datasetUses } from "@/lib/domain/data";
import { templates } from "@/lib/domain/gallery";
import { sampleTable } from "@/lib/domain/gallery/samples";
import {
  type ParameterValues,
  type Scenario,
  scenario as scenarioSchema,
} from "@/lib/domain/scenario";
import { compileScenario } from "../run/compile-scenario";
import { plausibleAnswer } from "../run/fixtures/answers";
import { openSimulation } from "../run/simulation";
import { simulate } from "../run/simulate";

/**
 * Digests of the templates with fixed seeds, as first recorded. A change that preserves behaviour
 * preserves them. A changed digest means that published runs can no longer be replayed: never
 * update one without an ADR that says what changed for recorded runs.
 */
const ROUNDS = 3;
const SEEDS = [1, 20261130];

const DIGESTS: Readonly<Record<string, readonly string[]>> = {
  "opinion-dynamics": [
    "ac6d7b00f49ea7948408f84586adfc2e9d11d59f587bdad8c3dd123450e5126e",
    "e433ffe8221e2e410138a6c4c1b9855c005016abdfa810ba442c190280fd8cff",
  ],
  "survey-experiment": [
    "6cc8b8e58f65f581af3e7152e9374d5eeb69ce8c0f3a9e37cdf9e90b9640ea21",
    "7bc6307356a9ca9ec5d0e3cb8855c52cb7ee6537a47e972adf8d2c859fee2c5c",
  ],
  epidemic: [
    "50f85e6079be1120c73c6efeeb81f7864c3a165e2dd54de88b5211f1e84a019d",
    "20df623e83c1c1a954503f185da38e3dbbcc511f2460055b65990eec4e212adf",
  ],
  rumour: [
    "56f95de4707fc9d158b98ca4b74812be132c3e09e6e34f439145d781d5136ca5",
    "e7dcee458f61086335c8fd62dbb289a559558842538c84fcdf0f58540f087ef9",
  ],
  "job-market": [
    "1582283a616c553310bfd8b855d1fa80eb5cbd063fa495012559116996ca8a04",
    "1be748209d19c29a4688efc18a1f2b56f6b97d746c814393e61fcc248f80a09b",
  ],
  "public-goods": [
    "2802ad36658b3c61c401c64dfa1fcb1e0768575736dc26c6bf1149d8f294bfed",
    "e241141ad3fb333a0072bf966b111e4782607bdc746b509045c811dc9434f245",
  ],
  "prisoners-dilemma": [
    "253c32acd020730d975cb1f0da3035fab030b3eb7cc78427ac19589f1e923bcf",
    "f09ae5843bded3c5fea2a47c51e15adf715051e20f5366dd8ee0623eace5b649",
  ],
  "call-market": [
    "2444a4ac56a02dd56bd1fff4d79e1d561829dae55299b8a5df8c70407b742ecc",
    "923c457c4c49c8608a806a68c9e6eab6d547f611d03299e68b25c306b391f1cd",
  ],
  organisation: [
    "c5cda51fce9251095294ba7d93c69ed774a3294706d33a7bf12dd1b77e5ca468",
    "3d20d5c4208916a379d328fabbdae17c18959da98f47aa4748c45850a7809fa7",
  ],
  "group-discussion": [
    "0fb78dcc4342365a19ad844c0304cec690dc9178db9247c2ea3616b00cc5c23b",
    "873a3ae3a0e0f462e8e8175282756cb0a68a1cf8269bbada878d2cbaffdc6120",
  ],
  recommender: [
    "25531fadc6872d7ddbd497d2736f40c4c5e0affa9b317d589c92a78c190dd7c6",
    "da598de871232bf16d18794e337488a1c18704b6d895f4c523633fb5cd2bf4f5",
  ],
  "citizens-assembly": [
    "83decd5d34c0d9672b4729710bb30578cfaea7a6962e052a4adc6200b88ae1ce",
    "9cc8b4d28be1fcd99ceee3d20ca643be07ae8a201fe9ab5a6ae59e6d01a46905",
  ],
};

/** Sets every integer parameter to at most 12, so that all templates run in seconds. */
const small = ({ parameters }: Scenario): ParameterValues =>
  Object.fromEntries(
    Object.entries(parameters).flatMap(([name, parameter]) =>
      parameter.type === "integer"
        ? [[name, Math.min(parameter.default, Math.max(parameter.min ?? 1, 12))]]
        : [],
    ),
  );

async function digestOf(scenario: Scenario, seed: number): Promise<string> {
  const datasets = Object.fromEntries(
    datasetUses(scenario).flatMap(({ dataset }) => [[dataset, sampleTable(dataset)!] as const]),
  );
  const compiled = compileScenario(scenario);
  const simulation = openSimulation(compiled, {
    parameters: small(scenario),
    seed,
    rounds: ROUNDS,
    datasets,
  });
  const { commits } = await simulate(simulation, plausibleAnswer);
  return commits.at(-1)?.digest ?? "no commit";
}

describe("digests of the templates", () => {
  it("cover every template", () => {
    expect(Object.keys(DIGESTS)).toEqual(templates().map(({ name }) => name));
  });

  it.each(templates().map((document) => [document.name, document] as const))(
    "%s",
    async (name, document) => {
      const scenario = scenarioSchema.parse(document);
      const digests: string[] = [];
      for (const seed of SEEDS) digests.push(await digestOf(scenario, seed));
      expect(digests).toEqual(DIGESTS[name]);
    },
  );
});
