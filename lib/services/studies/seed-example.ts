import { SYSTEM } from "@/lib/domain/access";
import type { StartStudyPorts, StudyStore } from "./ports";
import { startStudy } from "./start-study";
import { homeProject } from "../projects/home-project";

export type SeedExamplePorts = StartStudyPorts & {
  readonly studies: Pick<StudyStore, "listForProject">;
};

/**
 * Starts a small study on the built-in demo model, so that a fresh installation shows a finished
 * one. Does nothing on an installation that has studies.
 */
export async function seedExample(ports: SeedExamplePorts): Promise<void> {
  const project = await homeProject(ports, SYSTEM);
  if ((await ports.studies.listForProject(project.id)).length > 0) return;
  await startStudy(ports, SYSTEM, {
    name: "Opinions on a carbon tax",
    isExample: true,
    template: "opinion-dynamics",
    parameters: {},
    seed: 1,
    replicates: 1,
  });
}
