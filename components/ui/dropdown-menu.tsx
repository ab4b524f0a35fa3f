"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";
import { Kbd } from "./kbd";
import { itemClasses, menuClasses } from "./menu-classes";

export const DropdownMenu = Radix.Root;
export const DropdownMenuRadioGroup = Radix.RadioGroup;

export function DropdownMenuTrigger(props: ComponentProps<typeof Radix.Trigger>) {
  return <Radix.Trigger asChild {...props} />;
}

export function DropdownMenuContent({ className, ...props }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        sideOffset={4}
        align="end"
        collisionPadding={8}
        className={cn(
          menuClasses,
          "max-h-(--radix-dropdown-menu-content-available-height) min-w-44",
          className,
        )}
        {...props}
      />
    </Radix.Portal>
  );
}

export type DropdownMenuItemProps = ComponentProps<typeof Radix.Item> & {
  danger?: boolean | undefined;
  shortcut?: string | undefined;
};

export function DropdownMenuItem({
  className,
  danger = false,
  shortcut,
  children,
  asChild = false,
  ...props
}: DropdownMenuItemProps) {
  return (
    <Radix.Item
      asChild={asChild}
      className={cn(
        itemClasses,
        danger &&
          "text-destructive data-highlighted:bg-destructive-soft data-highlighted:text-destructive",
        className,
      )}
      {...props}
    >
      {asChild ? (
        children
      ) : (
        <>
          {children}
          {shortcut === undefined ? null : <Kbd className="ml-auto">{shortcut}</Kbd>}
        </>
      )}
    </Radix.Item>
  );
}

export function DropdownMenuRadioItem({
  className,
  children,
  ...props
}: ComponentProps<typeof Radix.RadioItem>) {
  return (
    <Radix.RadioItem className={cn(itemClasses, "pr-8", className)} {...props}>
      {children}
      <Radix.ItemIndicator className="absolute right-2">
        <Check aria-hidden />
      </Radix.ItemIndicator>
    </Radix.RadioItem>
  );
}

export function DropdownMenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 py-1 text-xs text-muted-foreground">{children}</Radix.Label>;
}

export function DropdownMenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-border" />;
}
