import Link from "next/link";
import type { StudySummary } from "@/lib/contracts/runs";

/** Names the scenario version of a run or a study; a deleted scenario has no page to link to. */
export function ScenarioLink({
  of: { scenarioId, scenarioVersion, isScenarioDeleted },
  name,
}: {
  of: Pick<StudySummary, "scenarioId" | "scenarioVersion" | "isScenarioDeleted">;
  name: string;
}) {
  const text = `${name}, version ${String(scenarioVersion)}`;
  if (isScenarioDeleted) return <span>{text} (deleted)</span>;
  return (
    <Link
      href={`/scenarios/own/${scenarioId}?version=${String(scenarioVersion)}`}
      className="rounded-sm text-primary hover:underline"
    >
      {text}
    </Link>
  );
}
