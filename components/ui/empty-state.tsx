import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

export interface EmptyStateProps {
  icon?: LucideIcon | undefined;
  title: string;
  /** What will be here, and what to do next to get it. */
  description?: ReactNode;
  /** One obvious button. */
  action?: ReactNode;
  className?: string | undefined;
}

export function EmptyState({ icon: Icon, title, description, action, className }: EmptyStateProps) {
  return (
    <div className={cn("flex flex-col items-center gap-1 px-6 py-12 text-center", className)}>
      {Icon === undefined ? null : (
        <Icon aria-hidden className="mb-2 size-6 text-muted-foreground" strokeWidth={1.5} />
      )}
      <p className="font-semibold">{title}</p>
      {description === undefined ? null : (
        <div className="max-w-prose text-muted-foreground">{description}</div>
      )}
      {action === undefined ? null : (
        <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div>
      )}
    </div>
  );
}
