"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { failureMessage, request } from "@/components/api";
import { toast } from "@/components/ui/toast-store";
import { deletion as deletionSchema, type Deletion } from "@/lib/contracts/deletions";

/** Restores what was deleted, and refreshes what is shown. */
export function useUndo(): (deletion: Pick<Deletion, "id" | "name">) => Promise<void> {
  const client = useQueryClient();
  const router = useRouter();
  return async ({ id, name }) => {
    try {
      await request("POST", `/api/deletions/${id}/undo`, deletionSchema);
      toast.success(`${name} was restored`);
    } catch (error) {
      toast.error(`${name} was not restored`, { description: failureMessage(error) });
    }
    await client.invalidateQueries();
    router.refresh();
  };
}
