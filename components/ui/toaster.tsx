"use client";

import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { Button } from "./button";
import { useToasts, type ToastTone } from "./toast-store";
import { cn } from "./cn";

const ICONS: Record<ToastTone, { icon: typeof Info; className: string }> = {
  info: { icon: Info, className: "text-primary" },
  success: { icon: CircleCheck, className: "text-success" },
  error: { icon: CircleAlert, className: "text-destructive" },
};

const DURATION_MS = 6_000;

/** Rendered once, by the providers. Errors stay until they are dismissed. */
export function Toaster() {
  const messages = useToasts((state) => state.messages);
  const remove = useToasts((state) => state.remove);
  return (
    <Radix.Provider duration={DURATION_MS} label="Notification">
      {messages.map((message) => {
        const { icon: Icon, className } = ICONS[message.tone];
        const { action } = message;
        return (
          <Radix.Root
            key={message.id}
            type={message.tone === "error" ? "foreground" : "background"}
            duration={message.tone === "error" ? Infinity : DURATION_MS}
            onOpenChange={(open) => {
              if (!open) remove(message.id);
            }}
            className={cn(
              "flex items-start gap-3 rounded-md border border-foreground/20 bg-popover p-3",
              "text-popover-foreground",
            )}
          >
            <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${className}`} />
            <div className="flex min-w-0 flex-1 flex-col items-start gap-1">
              <Radix.Title className="font-semibold">{message.title}</Radix.Title>
              {message.description === undefined ? null : (
                <Radix.Description className="text-sm text-muted-foreground">
                  {message.description}
                </Radix.Description>
              )}
              {action === undefined ? null : (
                <Radix.Action altText={action.label} asChild onClick={action.onClick}>
                  <Button size="sm" className="mt-1">
                    {action.label}
                  </Button>
                </Radix.Action>
              )}
            </div>
            <Radix.Close asChild>
              <Button variant="ghost" size="sm" square aria-label="Dismiss" className="-m-1">
                <X aria-hidden />
              </Button>
            </Radix.Close>
          </Radix.Root>
        );
      })}
      {/* On the left: the right edge belongs to side panels and their buttons. */}
      <Radix.Viewport
        className={cn(
          "fixed bottom-4 left-4 lg:left-60 z-60 flex w-90 max-w-[calc(100vw-2rem)]",
          "flex-col gap-2 outline-none",
        )}
      />
    </Radix.Provider>
  );
}
