import { Card } from "@/components/ui/card";
import { Skeleton, TableSkeleton } from "@/components/ui/skeleton";

/** Placeholder for a list with its search box, of the same size. */
export function ListSkeleton() {
  return (
    <>
      <Skeleton className="h-8 w-64" />
      <Card>
        <TableSkeleton />
      </Card>
    </>
  );
}
