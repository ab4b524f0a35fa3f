import type { CheckResult } from "@/lib/contracts/scenarios";
import type { Actor } from "@/lib/domain/access";
import { personOf } from "../computation/person-of";
import type { Computation, Task } from "../computation/ports";
import { checkScenarioDocument, TOO_DEEP } from "./check-scenario";
import { isTooDeep } from "./is-too-deep";

export const checkTask: Task<unknown, CheckResult> = {
  name: "check",
  label: "The check",
  limitSeconds: 20,
  run: checkScenarioDocument,
};

/**
 * Checks a document that a person has at hand, without holding up the process.
 * @throws AppError invalid where the check itself takes too long
 */
export async function checkScenario(
  { computation }: { readonly computation: Computation },
  actor: Actor,
  document: unknown,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<CheckResult> {
  // Such a document could not even be handed over.
  if (isTooDeep(document)) return { ok: false, problems: [TOO_DEEP] };
  return computation.run(checkTask, document, { person: personOf(actor), signal });
}
