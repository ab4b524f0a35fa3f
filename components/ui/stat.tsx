import type { ReactNode } from "react";
import { cn } from "./cn";

export interface StatProps {
  label: string;
  /** Already formatted, with `format.ts`. */
  value: ReactNode;
  unit?: string | undefined;
  /** A second line, as "of 1,000 planned". */
  detail?: ReactNode;
  className?: string | undefined;
}

export function Stat({ label, value, unit, detail, className }: StatProps) {
  return (
    <div className={cn("flex min-w-0 flex-col gap-0.5", className)}>
      <dt className="text-sm text-muted-foreground">{label}</dt>
      <dd className="flex items-baseline gap-1 text-xl font-semibold whitespace-nowrap">
        {value}
        {unit === undefined ? null : (
          <span className="text-sm font-normal text-muted-foreground">{unit}</span>
        )}
      </dd>
      {detail === undefined ? null : <dd className="text-sm text-muted-foreground">{detail}</dd>}
    </div>
  );
}

/** A row of Stats divided by hairlines. */
export function StatGroup({
  className,
  children,
}: {
  className?: string | undefined;
  children: ReactNode;
}) {
  return (
    // Each cell draws its right and lower border; the outermost ones lie under the frame.
    <div className={cn("overflow-hidden rounded-lg border border-border bg-card", className)}>
      <dl
        className={cn(
          "-mr-px -mb-px grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))]",
          "[&>*]:border-r [&>*]:border-b [&>*]:border-border [&>*]:px-4 [&>*]:py-3",
        )}
      >
        {children}
      </dl>
    </div>
  );
}
