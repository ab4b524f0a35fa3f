import { cn } from "./cn";

/** A grey place of the size of what is coming, so that the page does not jump. */
export function Skeleton({ className }: { className?: string | undefined }) {
  return <div aria-hidden className={cn("rounded-sm bg-muted", className)} />;
}

/** As many lines as the table will have rows, each as high. */
export function TableSkeleton({
  rows = 8,
  label = "Loading",
}: {
  rows?: number | undefined;
  label?: string | undefined;
}) {
  return (
    <div role="status" className="flex flex-col">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div
          key={row}
          className="flex h-9 items-center gap-4 border-b border-border px-4 last:border-b-0"
        >
          <Skeleton className="h-3 w-1/3" />
          <Skeleton className="h-3 w-1/6" />
          <Skeleton className="ml-auto h-3 w-1/12" />
        </div>
      ))}
    </div>
  );
}
