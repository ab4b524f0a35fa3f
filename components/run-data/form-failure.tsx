"use client";

import { useEffect, useRef } from "react";
import { FailureAlert } from "@/components/api";
import { ProblemList } from "@/components/scenarios";
import type { Problem } from "@/lib/contracts/errors";

export interface FormFailureProps {
  /** What did not happen, as "Nothing was forked". */
  title: string;
  error: unknown;
  /** Those that stand beside no field. */
  problems: readonly Problem[];
}

/** What the server had against a form, at its end; brought into sight, because the button below may be far from it. */
export function FormFailure({ title, error, problems }: FormFailureProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.scrollIntoView({ block: "nearest" });
  }, [error]);
  return (
    <div ref={place} className="flex flex-col gap-4">
      <FailureAlert title={title} error={error} />
      {problems.length > 0 ? <ProblemList problems={problems} /> : null}
    </div>
  );
}
