import { CircleAlert, CircleCheck, Info, TriangleAlert, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

type AlertTone = "info" | "success" | "warning" | "error";

const TONES: Record<AlertTone, { icon: LucideIcon; box: string; mark: string }> = {
  info: { icon: Info, box: "border-primary/25 bg-primary-soft", mark: "text-primary" },
  success: { icon: CircleCheck, box: "border-success/25 bg-success-soft", mark: "text-success" },
  warning: { icon: TriangleAlert, box: "border-warning/25 bg-warning-soft", mark: "text-warning" },
  error: {
    icon: CircleAlert,
    box: "border-destructive/25 bg-destructive-soft",
    mark: "text-destructive",
  },
};

export interface AlertProps {
  tone?: AlertTone | undefined;
  /** What happened. */
  title: ReactNode;
  /** What it means for the user's data, and what to do. */
  children?: ReactNode;
  /** The button that does it. */
  action?: ReactNode;
  className?: string | undefined;
}

export function Alert({ tone = "info", title, children, action, className }: AlertProps) {
  const { icon: Icon, box, mark } = TONES[tone];
  return (
    <div
      role={tone === "error" ? "alert" : "status"}
      className={cn("flex items-start gap-3 rounded-md border px-4 py-3", box, className)}
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", mark)} />
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <p className="font-semibold">{title}</p>
        {children === undefined ? null : <div className="min-w-0 break-words">{children}</div>}
      </div>
      {action === undefined ? null : <div className="flex shrink-0 gap-2">{action}</div>}
    </div>
  );
}
