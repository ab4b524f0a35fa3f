import { z } from "zod";
import { role } from "../domain/access";

/** Header by which a request names its project; one without it uses the cookie, or the oldest. */
export const PROJECT_HEADER = "microcosm-project";
/** Cookie with the project that was opened last in this browser. No secret: members are checked. */
export const PROJECT_COOKIE = "microcosm-project";

const name = z.string().trim().min(1, "Enter a name").max(100);

const project = z.object({ id: z.string(), name: z.string(), role });
export type Project = z.infer<typeof project>;

export const projectInput = z.strictObject({ name });
export const projectRename = z.strictObject({
  name,
  /** The name that was seen: of two people who rename at once, the second is told. */
  formerName: z.string().max(200),
});
export type ProjectRename = z.infer<typeof projectRename>;

export const newProject = project;
