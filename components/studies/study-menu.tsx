"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Archive, ArchiveRestore, Copy, Ellipsis, Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { useState } from "react";
import { z } from "zod";
import { failureMessage, queryKeys, request } from "@/components/api";
import { DeletionDialog } from "@/components/deletions";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast-store";
import type { StudySummary } from "@/lib/contracts/runs";
import { EditStudyDialog } from "./edit-study-dialog";

/** What can be done with a study, in a row of the list and on its page. */
export function StudyMenu({ study }: { study: StudySummary }) {
  const client = useQueryClient();
  const router = useRouter();
  const isOnItsPage = usePathname().endsWith(`/${study.id}`);
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const { id, name, isArchived } = study;

  const setArchived = async (next: boolean): Promise<void> => {
    try {
      await request(next ? "PUT" : "DELETE", `/api/studies/${id}/archive`, z.unknown());
      toast.success(next ? `“${name}” is archived` : `“${name}” is back in the list`, {
        ...(next && {
          description: "Its pages, runs and files stay.",
          action: { label: "Undo", onClick: () => void setArchived(false) },
        }),
      });
    } catch (error) {
      toast.error(next ? "The study was not archived" : "The study was not unarchived", {
        description: failureMessage(error),
      });
    }
    await client.invalidateQueries({ queryKey: queryKeys.studies });
  };

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger>
          <Button variant="ghost" square aria-label={`Actions for ${name}`}>
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onSelect={() => setEditing(true)}>
            <Pencil aria-hidden />
            Rename, describe, tag…
          </DropdownMenuItem>
          <DropdownMenuItem asChild>
            <Link href={`/studies/new?study=${id}`}>
              <Copy aria-hidden />
              Duplicate…
            </Link>
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem onSelect={() => void setArchived(!isArchived)}>
            {isArchived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
            {isArchived ? "Unarchive" : "Archive"}
          </DropdownMenuItem>
          <DropdownMenuItem danger onSelect={() => setDeleting(true)}>
            <Trash2 aria-hidden />
            Delete…
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {editing ? <EditStudyDialog study={study} onClose={() => setEditing(false)} /> : null}
      {deleting ? (
        <DeletionDialog
          kind="study"
          id={id}
          onClose={() => setDeleting(false)}
          onDeleted={() => {
            if (isOnItsPage) router.push("/studies");
          }}
        />
      ) : null}
    </>
  );
}
