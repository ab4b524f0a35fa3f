import { type Attribute, type Init, type Phase, pointerOf, type Scenario, type ScenarioProblem } from "@/lib/domain/scenario";

type Path = readonly (string | number)[];

/** One kind of part of a scenario, and which of them the engine does not run yet. Delete the entry when it does. */
type Unsupported<Part> = { readonly what: string; readonly is: (part: Part) => boolean; readonly at?: string };

const PHASES: readonly Unsupported<Phase>[] = [];

const INITS: readonly Unsupported<Init>[] = [
];

/** The parts of a scenario that are sound but that the engine does not run yet, each with its pointer. */
export function unsupportedParts(scenario: Scenario): ScenarioProblem[] {
  const problems: ScenarioProblem[] = [];
  const find = <Part>(table: readonly Unsupported<Part>[], part: Part, path: Path): void => {
    for (const { what, is, at } of table) if (is(part)) problems.push({ pointer: pointerOf(at === undefined ? path : [...path, at]), message: `Not yet supported: ${what}.` });
  };
  const visitInit = (init: Init, path: Path): void => {
    find(INITS, init, path);
    if (typeof init !== "object" || !("given" in init)) return;
    for (const [key, inner] of Object.entries(init.cases)) visitInit(inner, [...path, "cases", key]);
    if (init.otherwise !== undefined) visitInit(init.otherwise, [...path, "otherwise"]);
  };
  const visitAttributes = (attributes: Readonly<Record<string, Attribute>>, path: Path): void => {
    for (const [name, { init }] of Object.entries(attributes)) if (init !== undefined) visitInit(init, [...path, name, "init"]);
  };
  for (const [name, type] of Object.entries(scenario.agents)) {
    visitAttributes(type.attributes, ["agents", name, "attributes"]);
  }
  for (const section of ["tables", "networks"] as const) {
    for (const [name, declared] of Object.entries(scenario[section])) {
      visitAttributes(declared.attributes, [section, name, "attributes"]);
    }
  }
  visitAttributes(scenario.world, ["world"]);
  scenario.phases.forEach((phase, index) => {
    find(PHASES, phase, ["phases", index]);
  });
  return problems;
}
