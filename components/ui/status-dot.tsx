import { cn } from "./cn";

export type StatusTone = "neutral" | "active" | "success" | "warning" | "danger";

/** Shape differs as well as colour: a ring for active or waiting states, a disc for ended ones. */
const TONES: Record<StatusTone, string> = {
  neutral: "border-muted-foreground",
  active: "border-primary bg-primary/25",
  success: "border-success bg-success",
  warning: "border-warning bg-warning/25",
  danger: "border-destructive bg-destructive",
};

/** A state with a dot before its label. The label is required: colour alone is not accessible. */
export function StatusDot({
  tone,
  children,
  className,
}: {
  tone: StatusTone;
  children: React.ReactNode;
  className?: string | undefined;
}) {
  return (
    <span className={cn("inline-flex items-center gap-1.5 whitespace-nowrap", className)}>
      <span
        aria-hidden
        className={cn("size-2 shrink-0 rounded-full border-[1.5px]", TONES[tone])}
      />
      {children}
    </span>
  );
}
