import type { z } from "zod";
import { apiKeyProblem, trimApiKey } from "@/lib/contracts/api-key";
import { AppError, type Problem } from "@/lib/contracts/errors";
import { addressProblem, normalizeAddress } from "./address";

/**
 * Parses the form of an endpoint; normalizes the address and trims the key.
 * @throws AppError `invalid` with one problem per field
 */
export function parseEndpointInput<Parsed extends { baseUrl: string; apiKey?: string | undefined }>(
  schema: z.ZodType<Parsed>,
  input: unknown,
): Parsed {
  const parsed = schema.safeParse(input);
  const problems: Problem[] = parsed.success
    ? []
    : parsed.error.issues.map((issue) => ({
        pointer: issue.path.map((step) => `/${String(step)}`).join(""),
        message: issue.message,
      }));
  if (!parsed.success) throw invalid(problems);
  const { apiKey: given } = parsed.data;
  const apiKey = given === undefined ? undefined : trimApiKey(given);
  const wrongAddress = addressProblem(parsed.data.baseUrl);
  if (wrongAddress !== null) problems.push({ pointer: "/baseUrl", message: wrongAddress });
  const wrongKey = apiKey === undefined ? null : apiKeyProblem(apiKey);
  if (wrongKey !== null) problems.push({ pointer: "/apiKey", message: wrongKey });
  if (problems.length > 0) throw invalid(problems);
  return {
    ...parsed.data,
    baseUrl: normalizeAddress(parsed.data.baseUrl),
    ...(apiKey !== undefined && { apiKey }),
  };
}

const invalid = (problems: Problem[]): AppError =>
  new AppError("invalid", problems.map(({ message }) => message).join(" "), problems);
