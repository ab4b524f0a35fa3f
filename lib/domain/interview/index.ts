import { z } from "zod";

/** Who says something in an interview. */
export const interviewRole = z.enum(["interviewer", "agent"]);
export type InterviewRole = z.infer<typeof interviewRole>;
