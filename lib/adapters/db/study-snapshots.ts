import type { StudySnapshots } from "@/lib/services/estimates/ports";
import { readBudget } from "./budget-store";
import { inSnapshot, type Database } from "./database";
import { selectStudyRuns } from "./run-store";

/** Runs and budget of a study in one state of the database. */
export const studySnapshots = ({ pool }: Database): StudySnapshots => ({
  read: (studyId) =>
    inSnapshot(pool, async (client) => ({
      runs: await selectStudyRuns(client, studyId),
      // A budget without other holders: all holds count as reserved.
      budget: await readBudget(client, studyId, ""),
    })),
});
