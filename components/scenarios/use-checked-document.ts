"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { request } from "@/components/api";
import { limitProblems, type Problem } from "@/lib/contracts/errors";
import { checkResult, type Revelation } from "@/lib/contracts/scenarios";
import { parseScenario, readDocumentText, type Scenario } from "@/lib/domain/scenario";

const DELAY_MS = 400;

export type CheckedDocument =
  | { state: "empty" }
  | { state: "checking" }
  | { state: "failed"; error: unknown; retry: () => void }
  | {
      state: "invalid";
      problems: readonly Problem[];
      moreProblems?: number | undefined;
      wasValid?: boolean | undefined;
    }
  | {
      state: "valid";
      scenario: Scenario;
      document: unknown;
      warnings: readonly Problem[];
      revelations: readonly Revelation[];
    };

/** Checks a document while it is typed: the syntax here, names and expressions on the server. */
export function useCheckedDocument(text: string): CheckedDocument {
  const settled = useDebounced(text, DELAY_MS);
  const read = useMemo(() => (settled.trim() === "" ? null : readDocumentText(settled)), [settled]);
  const parsed = useMemo(() => (read?.ok ? parseScenario(read.document) : read), [read]);
  const document = read?.ok ? read.document : undefined;
  const { data, error, refetch } = useQuery({
    queryKey: ["scenarios", "check", settled],
    queryFn: ({ signal }) =>
      request("POST", "/api/scenarios/check", checkResult, { body: { document }, signal }),
    enabled: parsed?.ok === true,
    staleTime: Infinity,
    gcTime: 0,
  });
  if (text.trim() === "") return { state: "empty" };
  if (settled !== text || parsed === null) return { state: "checking" };
  if (!parsed.ok)
    return {
      state: "invalid",
      ...limitProblems(parsed.problems.map((problem) => ({ ...problem }))),
    };
  if (error) return { state: "failed", error, retry: () => void refetch() };
  if (!data) return { state: "checking" };
  return data.ok
    ? {
        state: "valid",
        scenario: parsed.scenario,
        document,
        warnings: data.warnings,
        revelations: data.revelations,
      }
    : {
        state: "invalid",
        problems: data.problems,
        moreProblems: data.moreProblems,
        wasValid: data.wasValid,
      };
}

/** Returns a value once it has not changed for a while. */
function useDebounced<T>(value: T, milliseconds: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}
