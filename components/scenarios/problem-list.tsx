import type { Problem } from "@/lib/contracts/errors";

/** Problems or warnings of a document with location, message and suggestion. */
export function ProblemList({
  problems,
  label = "Problems",
}: {
  problems: readonly Problem[];
  label?: string;
}) {
  return (
    <ol
      aria-label={label}
      className="flex flex-col divide-y divide-border rounded-md border border-border"
    >
      {problems.map(({ pointer, message, suggestion }, index) => (
        <li key={`${String(index)} ${pointer}`} className="flex flex-col gap-0.5 px-3 py-2">
          <code className="font-mono text-sm break-all text-muted-foreground">
            {pointer === "" ? "/" : pointer}
          </code>
          <span className="break-words">{message}</span>
          {suggestion === undefined ? null : (
            <span className="text-sm text-muted-foreground">
              Did you mean <code className="font-mono text-foreground">{suggestion}</code>?
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}
