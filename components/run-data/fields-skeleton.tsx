import { Skeleton } from "@/components/ui/skeleton";

/** Placeholder for a form while the agents of the run load. */
export function FieldsSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-4">
      <span className="sr-only">Loading the agents of this run</span>
      <Skeleton className="h-8 w-72" />
      <Skeleton className="h-14" />
      <Skeleton className="h-28" />
    </div>
  );
}
