import { EMPTY_DRAFT, type StudyDraft } from "@/components/scenarios";
import type { Design } from "@/lib/contracts/scenarios";

/**
 * Returns the form filled from a design: every parameter that the chosen version still has, also
 * those at their default, which another version may have changed.
 */
export function designDraft({ settings, parsed, run, study }: Design): StudyDraft {
  const { parameters, models, rounds, seed, replicates, budget, record, failures } = settings;
  return {
    ...EMPTY_DRAFT,
    ...{ rounds, seed, replicates, budget, record, failures },
    name: run ? "" : copyName(study.name),
    values: Object.fromEntries(
      Object.entries(parameters).filter(
        ([name, value]) => parsed.parameters[name] && parsed.parameters[name].default !== value,
      ),
    ),
    models: Object.fromEntries(
      Object.entries(models).map(([group, choice]) => [
        group,
        "group" in choice ? { group: choice.group } : { endpointId: choice.endpointId },
      ]),
    ),
  };
}

const MAX_NAME_LENGTH = 200;
const COPY = " (copy)";

const copyName = (name: string): string => `${name.slice(0, MAX_NAME_LENGTH - COPY.length)}${COPY}`;
