"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button";
import { cn } from "./cn";
import { overlayClasses } from "./overlay-classes";

const WIDTHS = { sm: "sm:w-80", md: "sm:w-[30rem]", lg: "sm:w-[44rem]" };

export interface SheetProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  /** Buttons left of the closing one, as "previous" and "next". */
  actions?: ReactNode;
  footer?: ReactNode;
  side?: "left" | "right" | undefined;
  width?: keyof typeof WIDTHS | undefined;
  /** A non-modal sheet leaves the page usable, such as a table whose detail is open. */
  modal?: boolean | undefined;
  children?: ReactNode;
}

/** A side panel for the detail of one item of a list. */
export function Sheet({
  open,
  onOpenChange,
  title,
  description,
  actions,
  footer,
  side = "right",
  width = "md",
  modal = true,
  children,
}: SheetProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange} modal={modal}>
      <Radix.Portal>
        {modal ? <Radix.Overlay className={overlayClasses} /> : null}
        <Radix.Content
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          onInteractOutside={(event) => {
            if (!modal) event.preventDefault();
          }}
          className={cn(
            "fixed inset-y-0 flex w-full max-w-full flex-col border-border bg-background",
            "outline-none",
            // Dialogs that a non-modal sheet opens dim it together with the page.
            modal ? "z-50" : "z-30",
            side === "right" ? "right-0 border-l" : "left-0 border-r",
            WIDTHS[width],
          )}
        >
          <div
            className={cn(
              "flex min-h-12 shrink-0 items-center justify-between gap-4 border-b",
              "border-border px-4 py-2",
            )}
          >
            <div className="flex min-w-0 flex-col">
              <Radix.Title className="truncate text-base font-semibold">{title}</Radix.Title>
              {description === undefined ? null : (
                <Radix.Description className="text-sm text-muted-foreground">
                  {description}
                </Radix.Description>
              )}
            </div>
            <div className="-mr-2 flex shrink-0 items-center gap-1">
              {actions}
              <Radix.Close asChild>
                <Button variant="ghost" size="sm" square aria-label="Close">
                  <X aria-hidden />
                </Button>
              </Radix.Close>
            </div>
          </div>
          <div data-scroller className="min-h-0 flex-1 overflow-y-auto p-4">
            {children}
          </div>
          {footer === undefined ? null : (
            <div className="flex shrink-0 justify-end gap-2 border-t border-border px-4 py-3">
              {footer}
            </div>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
