import { Alert } from "@/components/ui/alert";
import { formatCount } from "@/components/ui/format";
import type { Problem } from "@/lib/contracts/errors";
import { WAS_VALID } from "@/lib/contracts/scenarios";
import { ProblemList } from "./problem-list";

/** The problems of a document, with what they mean for one that was valid before. */
export function CheckProblems({
  problems,
  moreProblems,
  wasValid,
}: {
  problems: readonly Problem[];
  /** How many are not listed. */
  moreProblems?: number | undefined;
  wasValid?: boolean | undefined;
}) {
  const count = problems.length + (moreProblems ?? 0);
  return (
    <>
      <Alert tone="error" title={`${formatCount(count, "problem")} to fix`}>
        Each shows its location in the document.
        {moreProblems === undefined ? null : ` The first ${String(problems.length)} are listed.`}
        {wasValid === true ? ` ${WAS_VALID}` : null}
      </Alert>
      <ProblemList problems={problems} />
    </>
  );
}
