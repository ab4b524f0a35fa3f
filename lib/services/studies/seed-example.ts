import { SYSTEM } from "@/lib/domain/access";
import type { StartStudyPorts, StudyStore } from "./ports";
import { startStudy } from "./start-study";
import { homeProject } from "../projects/home-project";

/** Marks the study a fresh installation comes with. */
const EXAMPLE_NAME = "Example: opinions on a carbon tax";

/**
 * A small study by the built-in demo model, so that the first visitor finds a finished one. Done
 * once, on an empty installation.
 */
export type SeedExamplePorts = StartStudyPorts & {
  readonly studies: Pick<StudyStore, "listForProject">;
};

export async function seedExample(ports: SeedExamplePorts): Promise<void> {
  const project = await homeProject(ports, SYSTEM);
  if ((await ports.studies.listForProject(project.id)).length > 0) return;
  await startStudy(ports, SYSTEM, {
    name: EXAMPLE_NAME,
    template: "opinion-dynamics",
    parameters: {},
    seed: 1,
    replicates: 1,
  });
}
