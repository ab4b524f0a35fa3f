import type { CheckResult } from "@/lib/contracts/scenarios";
import type { Actor } from "@/lib/domain/access";
import type { MembershipStore } from "../access/ports";
import { requireReader } from "../access/require-permission";
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
 * @throws AppError invalid where the check itself takes too long; notFound for everyone who reads
 * no project
 */
export async function checkScenario(
  {
    computation,
    members,
  }: { readonly computation: Computation; readonly members: MembershipStore },
  actor: Actor,
  document: unknown,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<CheckResult> {
  await requireReader(members, actor);
  // Such a document could not even be handed over.
  if (isTooDeep(document)) return { ok: false, problems: [TOO_DEEP] };
  return computation.run(checkTask, document, { person: personOf(actor), signal });
}
