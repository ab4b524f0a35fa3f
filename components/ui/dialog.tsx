"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { useRef, type ReactNode } from "react";
import { Button } from "./button";
import { cn } from "./cn";
import { overlayClasses } from "./overlay-classes";

const WIDTHS = { sm: "max-w-sm", md: "max-w-lg", lg: "max-w-3xl" };

export interface DialogProps {
  /** Leave `open` and `onOpenChange` out when `trigger` opens it. */
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  /** One element, usually a Button. */
  trigger?: ReactNode;
  title: ReactNode;
  description?: ReactNode;
  /** Buttons, the main one last. Wrap one in DialogClose to close on click. */
  footer?: ReactNode;
  width?: keyof typeof WIDTHS | undefined;
  children?: ReactNode;
}

/** Moves the focus of an opening dialog to its first editable field, else leaves the default. */
function focusFirstField(event: Event): void {
  const field =
    event.target instanceof HTMLElement
      ? event.target.querySelector<HTMLElement>(
          "input:not(:disabled):not([type=hidden]), textarea:not(:disabled)",
        )
      : null;
  if (field === null) return;
  event.preventDefault();
  field.focus();
}

export function Dialog({
  open,
  onOpenChange,
  trigger,
  title,
  description,
  footer,
  width = "md",
  children,
}: DialogProps) {
  const opener = useRef<HTMLElement | null>(null);
  return (
    <Radix.Root
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
    >
      {trigger === undefined ? null : <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className={overlayClasses} />
        <Radix.Content
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          onOpenAutoFocus={(event) => {
            opener.current =
              document.activeElement instanceof HTMLElement ? document.activeElement : null;
            focusFirstField(event);
          }}
          onCloseAutoFocus={(event) => {
            // Without a trigger, Radix does not know which element to return the focus to.
            if (trigger !== undefined) return;
            event.preventDefault();
            opener.current?.focus();
          }}
          className={cn(
            "fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-4rem)] w-[calc(100vw-2rem)]",
            "-translate-x-1/2 -translate-y-1/2 flex-col rounded-lg border",
            "border-foreground/20 bg-popover text-popover-foreground outline-none",
            WIDTHS[width],
          )}
        >
          <div className="flex items-start justify-between gap-4 px-5 pt-4 pb-2">
            <div className="flex min-w-0 flex-col gap-1">
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {description === undefined ? null : (
                <Radix.Description className="text-pretty text-muted-foreground">
                  {description}
                </Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <Button variant="ghost" size="sm" square aria-label="Close" className="-mr-2">
                <X aria-hidden />
              </Button>
            </Radix.Close>
          </div>
          <div data-scroller className="min-h-0 flex-1 overflow-y-auto px-5 pt-2 pb-5">
            {children}
          </div>
          {footer === undefined ? null : (
            <div className="flex justify-end gap-2 border-t border-border px-5 py-3">{footer}</div>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Closes the dialog around it: `<DialogClose><Button>Cancel</Button></DialogClose>`. */
export function DialogClose({ children }: { children: ReactNode }) {
  return <Radix.Close asChild>{children}</Radix.Close>;
}
