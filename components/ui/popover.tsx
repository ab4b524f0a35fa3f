"use client";

import { Popover as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

export interface PopoverProps {
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  /** One element, usually a Button. */
  trigger: ReactNode;
  align?: ComponentProps<typeof Radix.Content>["align"];
  side?: ComponentProps<typeof Radix.Content>["side"];
  "aria-label": string;
  className?: string | undefined;
  children: ReactNode;
}

export function Popover({
  open,
  onOpenChange,
  trigger,
  align = "start",
  side = "bottom",
  className,
  children,
  ...props
}: PopoverProps) {
  return (
    <Radix.Root
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
    >
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          aria-label={props["aria-label"]}
          className={cn(
            "z-50 w-80 max-w-[calc(100vw-1rem)] rounded-md border border-foreground/20",
            "bg-popover p-4 text-popover-foreground outline-none",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
