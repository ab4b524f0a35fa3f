import { useMutation, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { failureMessage, queryKeys, request } from "@/components/api";
import { toast } from "@/components/ui/toast-store";
import type { RunDetail } from "@/lib/contracts/runs";
import { type RunCommand, runStatus } from "@/lib/domain/run";

export type Command = Exclude<RunCommand, "start">;

const FAILED: Readonly<Record<Command, string>> = {
  pause: "The run could not be paused",
  resume: "The run could not be resumed",
  cancel: "The run could not be cancelled",
};

export function useRunCommand(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (command: Command) =>
      request(
        "POST",
        `/api/runs/${encodeURIComponent(id)}/${command}`,
        z.object({ status: runStatus }),
      ),
    onSuccess: ({ status }) =>
      client.setQueryData<RunDetail>(
        queryKeys.run(id),
        (run) =>
          run && {
            ...run,
            progress: {
              ...run.progress,
              status,
              ...(status === "running" && { statusReason: null, pauseCause: null }),
              resumeAt: null,
            },
          },
      ),
    onError: (error, command) =>
      toast.error(FAILED[command], { description: failureMessage(error) }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.run(id) }),
  });
}
