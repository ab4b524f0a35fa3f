"use client";

import { useRouter } from "next/navigation";
import { failureMessage, request } from "@/components/api";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast-store";
import { startedStudy } from "@/lib/contracts/runs";

/** Runs a study again from its recorded answers. */
export function RepeatButton({ studyId }: { studyId: string }) {
  const router = useRouter();
  return (
    <ConfirmDialog
      trigger={<Button>Run again with recorded answers</Button>}
      title="Run this study again with recorded answers?"
      description={
        "This starts a new study with the same scenario version, parameters, seeds and " +
        "models. All answers are taken from this study: no model is called, and there is no " +
        "cost. Its digests must match. Forks and runs with interventions are left out."
      }
      confirmLabel="Run again"
      onConfirm={async () => {
        try {
          const { studyId: id } = await request(
            "POST",
            `/api/studies/${studyId}/repeat`,
            startedStudy,
            { body: {} },
          );
          router.push(`/studies/${id}`);
        } catch (error) {
          toast.error("The study was not run again", { description: failureMessage(error) });
          throw error;
        }
      }}
    />
  );
}
