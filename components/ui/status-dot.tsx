import { cn } from "./cn";

export type StatusTone = "neutral" | "active" | "success" | "warning" | "danger";

/** Shape differs as well as colour: what is under way or waiting is a ring, what has ended is full. */
const TONES: Record<StatusTone, string> = {
  neutral: "border-muted-foreground",
  active: "border-primary bg-primary/25",
  success: "border-success bg-success",
  warning: "border-warning bg-warning/25",
  danger: "border-destructive bg-destructive",
};

/** A state in words with a dot before it. The words are never left out: colour alone says nothing. */
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
