"use client";

import { useQuery } from "@tanstack/react-query";
import { FailureAlert, request } from "@/components/api";
import { checkResult } from "@/lib/contracts/scenarios";
import { CheckProblems } from "./check-problems";
import { CheckRemarks } from "./check-remarks";

/**
 * What the check says today about a stored document: newer checks may find problems in one that was
 * valid when it was stored. Renders nothing while it runs, and where there is nothing to say.
 */
export function DocumentCheck({ id, document }: { id: string; document: unknown }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["scenarios", "check", "stored", id],
    queryFn: ({ signal }) =>
      request("POST", "/api/scenarios/check", checkResult, { body: { document }, signal }),
    // A stored document does not change, nor do the checks while the page is open.
    staleTime: Infinity,
  });
  if (error)
    return (
      <FailureAlert
        title="This version could not be checked"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  if (!data) return null;
  return data.ok ? (
    <CheckRemarks warnings={data.warnings} revelations={data.revelations} />
  ) : (
    <CheckProblems
      problems={data.problems}
      moreProblems={data.moreProblems}
      wasValid={data.wasValid}
    />
  );
}
