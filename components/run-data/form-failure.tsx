"use client";

import { useEffect, useRef } from "react";
import { FailureAlert } from "@/components/api";
import { ProblemList } from "@/components/scenarios";
import type { Problem } from "@/lib/contracts/errors";

export interface FormFailureProps {
  /** What did not happen, for example "The run was not forked". */
  title: string;
  error: unknown;
  /** Problems that belong to no field of the form. */
  problems: readonly Problem[];
}

/**
 * The refusal of a form by the server, at the end of the form. Scrolls into view, because the
 * button may be far below.
 */
export function FormFailure({ title, error, problems }: FormFailureProps) {
  const container = useRef<HTMLDivElement>(null);
  useEffect(() => {
    container.current?.scrollIntoView({ block: "nearest" });
  }, [error]);
  return (
    <div ref={container} className="flex flex-col gap-4">
      <FailureAlert title={title} error={error} />
      {problems.length > 0 ? <ProblemList problems={problems} /> : null}
    </div>
  );
}
