import { Alert } from "@/components/ui/alert";
import { formatCount } from "@/components/ui/format";
import type { Problem } from "@/lib/contracts/errors";
import type { Revelation } from "@/lib/contracts/scenarios";
import { ProblemList } from "./problem-list";

/** Warnings about a valid scenario, and the private attributes that it makes public on purpose. */
export function CheckRemarks({
  warnings,
  revelations,
}: {
  warnings: readonly Problem[];
  revelations: readonly Revelation[];
}) {
  return (
    <>
      {warnings.length === 0 ? null : (
        <>
          <Alert tone="warning" title={formatCount(warnings.length, "warning")}>
            The scenario can run, but this is probably not what you meant.
          </Alert>
          <ProblemList problems={warnings} label="Warnings" />
        </>
      )}
      {revelations.length === 0 ? null : (
        <details className="rounded-md border border-border px-3 py-2">
          <summary className="cursor-pointer">
            {formatCount(revelations.length, "place")} where private attributes become public
          </summary>
          <ul aria-label="Private attributes made public" className="flex flex-col gap-2 pt-2">
            {revelations.map(({ pointer, attributes }, index) => (
              <li key={`${String(index)} ${pointer}`} className="flex flex-col gap-0.5">
                <code className="font-mono text-sm break-all text-muted-foreground">{pointer}</code>
                <span className="break-words">{attributes.join(", ")}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
