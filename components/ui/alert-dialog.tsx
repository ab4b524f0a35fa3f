"use client";

import { AlertDialog as Radix } from "radix-ui";
import { useRef, useState, type ReactNode } from "react";
import { Button } from "./button";
import { overlayClasses } from "./overlay-classes";
import { cn } from "./cn";

export interface ConfirmDialogProps {
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  trigger?: ReactNode;
  /** The question, as "Cancel this run?". */
  title: string;
  /** What will happen, and what becomes of the data. */
  description: ReactNode;
  /** The verb of the question, never "OK". */
  confirmLabel: string;
  cancelLabel?: string | undefined;
  danger?: boolean | undefined;
  /** The dialog stays open and busy until the promise settles, and stays open if it fails. */
  onConfirm: () => void | Promise<void>;
}

export function ConfirmDialog({
  open,
  onOpenChange,
  trigger,
  title,
  description,
  confirmLabel,
  cancelLabel = "Back",
  danger = false,
  onConfirm,
}: ConfirmDialogProps) {
  const opener = useRef<HTMLElement | null>(null);
  const [ownOpen, setOwnOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const setOpen = (next: boolean) => {
    if (busy) return;
    setOwnOpen(next);
    onOpenChange?.(next);
  };

  const confirm = async () => {
    setBusy(true);
    try {
      await onConfirm();
      setOwnOpen(false);
      onOpenChange?.(false);
    } catch {
      // The caller of onConfirm reports the failure; the dialog stays open for another try.
    } finally {
      setBusy(false);
    }
  };

  return (
    <Radix.Root open={open ?? ownOpen} onOpenChange={setOpen}>
      {trigger === undefined ? null : <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className={overlayClasses} />
        <Radix.Content
          onOpenAutoFocus={() => {
            opener.current =
              document.activeElement instanceof HTMLElement ? document.activeElement : null;
          }}
          onCloseAutoFocus={(event) => {
            // Without a trigger, Radix does not know which element to return the focus to.
            if (trigger !== undefined) return;
            event.preventDefault();
            opener.current?.focus();
          }}
          className={cn(
            "fixed top-1/2 left-1/2 z-50 flex w-[calc(100vw-2rem)] max-w-md",
            "-translate-x-1/2 -translate-y-1/2 flex-col gap-2 rounded-lg border",
            "border-foreground/20 bg-popover p-5 text-popover-foreground outline-none",
          )}
        >
          <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
          <Radix.Description asChild>
            <div className="text-muted-foreground">{description}</div>
          </Radix.Description>
          <div className="mt-3 flex justify-end gap-2">
            <Radix.Cancel asChild>
              <Button disabled={busy}>{cancelLabel}</Button>
            </Radix.Cancel>
            <Button
              variant={danger ? "danger" : "primary"}
              loading={busy}
              onClick={() => void confirm()}
            >
              {confirmLabel}
            </Button>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
