import type { ReactNode } from "react";
import { cn } from "./cn";

export interface PageHeaderProps {
  title: ReactNode;
  /** A StatusDot or Badge next to the title. */
  status?: ReactNode;
  description?: ReactNode;
  /** Buttons; what can be done next is the one primary button, and comes last. */
  actions?: ReactNode;
  /** A NavTabs below the title. */
  tabs?: ReactNode;
  className?: string | undefined;
}

export function PageHeader({
  title,
  status,
  description,
  actions,
  tabs,
  className,
}: PageHeaderProps) {
  return (
    <header className={cn("flex flex-col gap-3", tabs === undefined && "pb-1", className)}>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-1 basis-80 flex-col gap-1">
          <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="min-w-0 text-xl font-semibold text-balance break-words">{title}</h1>
            {status}
          </div>
          {description === undefined ? null : (
            <div className="max-w-prose text-pretty text-muted-foreground">{description}</div>
          )}
        </div>
        {actions === undefined ? null : (
          <div className="flex flex-wrap items-center gap-2">{actions}</div>
        )}
      </div>
      {tabs}
    </header>
  );
}
