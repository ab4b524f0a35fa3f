import { LoaderCircle } from "lucide-react";
import { cn } from "./cn";

/** Pass `label` only where no text next to the spinner says what is loading. */
export function Spinner({
  className,
  label,
}: {
  className?: string | undefined;
  label?: string | undefined;
}) {
  return (
    <span
      className="inline-flex"
      {...(label === undefined ? { "aria-hidden": true } : { role: "status" })}
    >
      <LoaderCircle aria-hidden className={cn("size-4 animate-spin", className)} />
      {label === undefined ? null : <span className="sr-only">{label}</span>}
    </span>
  );
}
