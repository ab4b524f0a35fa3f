"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button, type ButtonProps } from "@/components/ui/button";
import type { DeletionKind } from "@/lib/contracts/deletions";
import { DeletionDialog } from "./deletion-dialog";
import { KIND_LABELS } from "./describe-deletion";

export interface DeleteButtonProps {
  kind: DeletionKind;
  id: string;
  /** Where to go from the page of what was deleted. */
  leaveTo: string;
  size?: ButtonProps["size"];
  variant?: ButtonProps["variant"];
}

/** Opens the question whether to delete what a page shows. */
export function DeleteButton({ kind, id, leaveTo, size, variant }: DeleteButtonProps) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size={size} variant={variant} onClick={() => setOpen(true)}>
        <Trash2 aria-hidden />
        <span className="max-md:sr-only">Delete {KIND_LABELS[kind]}</span>
      </Button>
      {isOpen ? (
        <DeletionDialog
          kind={kind}
          id={id}
          onClose={() => setOpen(false)}
          onDeleted={() => router.push(leaveTo)}
        />
      ) : null}
    </>
  );
}
