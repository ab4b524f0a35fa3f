import { cn } from "./cn";

export interface ProgressProps {
  /** Between 0 and 1; null while the end is not known. */
  value: number | null;
  /** What is being done, as "Round 3 of 10". */
  label: string;
  hideLabel?: boolean | undefined;
  /** At the right end of the label's line, as "about 2 min left". */
  detail?: string | undefined;
  tone?: "active" | "success" | "warning" | "danger" | "neutral" | undefined;
  className?: string | undefined;
}

const TONES = {
  active: "bg-primary",
  success: "bg-success",
  warning: "bg-warning",
  danger: "bg-destructive",
  neutral: "bg-muted-foreground",
};

export function Progress({
  value,
  label,
  hideLabel = false,
  detail,
  tone = "active",
  className,
}: ProgressProps) {
  const share = value === null ? null : Math.min(1, Math.max(0, value));
  return (
    <div className={cn("flex flex-col gap-1", className)}>
      {hideLabel ? null : (
        <div className="flex justify-between gap-4 text-sm">
          <span>{label}</span>
          {detail === undefined ? null : (
            <span className="text-right text-muted-foreground">{detail}</span>
          )}
        </div>
      )}
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === null ? {} : { "aria-valuenow": Math.floor(share * 100) })}
        {...(detail === undefined
          ? {}
          : {
              "aria-valuetext":
                share === null ? detail : `${String(Math.floor(share * 100))}%, ${detail}`,
            })}
        className="h-1.5 overflow-hidden rounded-full bg-border"
      >
        {share === null ? (
          <div className={cn("h-full w-1/3 animate-indeterminate rounded-full", TONES[tone])} />
        ) : (
          <div
            className={cn("h-full rounded-full", TONES[tone])}
            style={{ width: `${String(share * 100)}%` }}
          />
        )}
      </div>
    </div>
  );
}
