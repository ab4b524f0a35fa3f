"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { z } from "zod";
import { failureMessage, queryKeys, request } from "@/components/api";
import { toast } from "@/components/ui/toast-store";
import type { RunDetail } from "@/lib/contracts/runs";
import { runStatus, statusAfterCommand } from "@/lib/domain/run";

type Command = "pause" | "resume";

/**
 * The run that the page shows, with the commands that its state allows; null on other pages. What
 * is known of it comes from the page, which keeps it up to date.
 */
export function useRunInView() {
  const id = /^\/runs\/([^/]+)/.exec(usePathname())?.[1] ?? null;
  const client = useQueryClient();
  const { data: run } = useQuery<RunDetail>({
    queryKey: queryKeys.run(id ?? ""),
    queryFn: () => Promise.reject(new Error("The page of the run loads it.")),
    enabled: false,
  });
  const command = async (name: Command): Promise<void> => {
    if (id === null) return;
    try {
      await request("POST", `/api/runs/${id}/${name}`, z.object({ status: runStatus }));
      toast.success(name === "pause" ? "The run was paused" : "The run was resumed");
    } catch (error) {
      toast.error(`The run could not be ${name === "pause" ? "paused" : "resumed"}`, {
        description: failureMessage(error),
      });
    }
    await client.invalidateQueries({ queryKey: queryKeys.run(id) });
  };
  if (id === null) return null;
  const commands: readonly Command[] = ["pause", "resume"];
  return {
    id,
    mayRun: run?.mayRun === true,
    allowed:
      run?.mayRun === true
        ? commands.filter((name) => statusAfterCommand(run.progress.status, name))
        : [],
    command,
  };
}
