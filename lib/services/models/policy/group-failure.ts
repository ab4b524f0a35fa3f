import type { GroupQueue } from "./group-queue";
import type { CallFailure } from "./call-failure";

/**
 * Combines the failures of a group without a serving endpoint, naming each: passing if any of them
 * may recover. `last` is the failure of the call's own last attempt, if any.
 */
export function groupFailure(
  { endpoints }: Pick<GroupQueue, "endpoints">,
  last: CallFailure | undefined,
): CallFailure {
  const failures = endpoints
    .map(({ circuit }) => circuit.failure)
    .filter((failure) => failure !== undefined);
  const [only] = failures;
  if (endpoints.length === 1 || only === undefined) {
    return (
      last ??
      only ?? {
        fault: "unreachable",
        message: "No endpoint is available at the moment.",
        scope: "passing",
        overloaded: false,
      }
    );
  }
  const passing = failures.find(({ scope }) => scope === "passing");
  return {
    ...(passing ?? only),
    message: [
      `None of the ${endpoints.length} endpoints is available at the moment.`,
      ...failures.map(({ message }) => message),
    ].join(" "),
  };
}
