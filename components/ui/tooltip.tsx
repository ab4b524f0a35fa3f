"use client";

import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";

export const TooltipProvider = Radix.Provider;

export interface TooltipProps {
  content: ReactNode;
  shortcut?: string | undefined;
  side?: "top" | "right" | "bottom" | "left" | undefined;
  /** One focusable element. Never put information into a tooltip alone. */
  children: ReactNode;
}

export function Tooltip({ content, shortcut, side = "top", children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            "z-50 flex max-w-72 items-center gap-2 rounded-sm bg-foreground px-2 py-1 text-sm",
            "text-background",
          )}
        >
          {content}
          {shortcut === undefined ? null : (
            <kbd className="font-sans text-xs opacity-80">{shortcut}</kbd>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
