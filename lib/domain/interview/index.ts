import { z } from "zod";

/** The author of a message in an interview. */
export const interviewRole = z.enum(["interviewer", "agent"]);
export type InterviewRole = z.infer<typeof interviewRole>;
