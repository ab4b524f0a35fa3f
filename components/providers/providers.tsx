"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Toaster } from "@/components/ui/toaster";
import { TooltipProvider } from "@/components/ui/tooltip";
import { useTheme } from "./theme";

const FRESH_MS = 10_000;
const TOOLTIP_DELAY_MS = 400;

/** Everything the pages rely on: server state, tooltips, toasts, and a theme that follows the system. */
export function Providers({ children }: { children: ReactNode }) {
  useTheme();
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: { staleTime: FRESH_MS, retry: 1 },
          // A write that failed may have happened: the person decides whether to repeat it.
          mutations: { retry: false },
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
