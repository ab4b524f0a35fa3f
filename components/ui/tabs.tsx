"use client";

import { Tabs as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

export const Tabs = Radix.Root;

export const tabListClasses = "flex gap-4 overflow-x-auto overflow-y-hidden border-b border-border";
export const tabClasses =
  "focus-inset -mb-px flex h-9 items-center gap-1.5 border-b-2 border-transparent px-0.5 whitespace-nowrap text-muted-foreground hover:text-foreground " +
  "data-[state=active]:border-primary data-[state=active]:text-foreground aria-[current=page]:border-primary aria-[current=page]:text-foreground";

export function TabsList({ className, ...props }: ComponentProps<typeof Radix.List>) {
  return <Radix.List className={cn(tabListClasses, className)} {...props} />;
}

/** `count` is a number shown after the label. */
export function TabsTrigger({
  className,
  count,
  children,
  ...props
}: ComponentProps<typeof Radix.Trigger> & { count?: ReactNode }) {
  return (
    <Radix.Trigger className={cn(tabClasses, className)} {...props}>
      {children}
      {count === undefined ? null : <span className="text-sm text-muted-foreground">{count}</span>}
    </Radix.Trigger>
  );
}

export function TabsContent({ className, ...props }: ComponentProps<typeof Radix.Content>) {
  return <Radix.Content className={cn("pt-4", className)} {...props} />;
}
