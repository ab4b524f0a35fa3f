"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Toaster } from "@/components/ui/toaster";
import { TooltipProvider } from "@/components/ui/tooltip";

const STALE_MS = 10_000;
const TOOLTIP_DELAY_MS = 400;

/** Provides server state, tooltips and toasts to signed-in pages. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        // Makes requests without a network, too: the app often runs on the same machine. They would
        // otherwise wait without a message, and writes would happen later, unexpectedly.
        defaultOptions: {
          queries: { staleTime: STALE_MS, retry: 1, networkMode: "always" },
          // A write that failed may have happened: the person decides whether to repeat it.
          mutations: { retry: false, networkMode: "always" },
        },
      }),
  );
  return (
    <QueryClientProvider client={client}>
      <TooltipProvider delayDuration={TOOLTIP_DELAY_MS}>
        {children}
        <Toaster />
      </TooltipProvider>
    </QueryClientProvider>
  );
}
