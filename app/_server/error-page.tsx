"use client";

import { cn } from "@/components/ui/cn";

export interface ErrorPageProps {
  error: Error & { digest?: string };
  reset: () => void;
}

// Part of every page, so it does without the component of buttons.
const BUTTON = "inline-flex h-8 items-center rounded-md border px-3 font-semibold";
const PRIMARY = "border-transparent bg-primary text-primary-foreground hover:bg-primary-hover";

/**
 * Shown when a page fails to render: what it means for the data and what to do, without a stack
 * trace. The server's log has the details under the same digest.
 */
export function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <div className="flex min-h-[70dvh] flex-col items-center justify-center gap-2 px-6 text-center">
      <h1 className="text-xl font-semibold">This page could not be shown</h1>
      <p className="max-w-prose text-muted-foreground">
        An unexpected error occurred. Your saved work is safe, and runs continue independently. Try
        again; if the error persists, check the server&apos;s log
        {error.digest === undefined ? "" : ` for ${error.digest}`}.
      </p>
      <div className="mt-3 flex gap-2">
        <button type="button" className={cn(BUTTON, PRIMARY)} onClick={reset}>
          Try again
        </button>
        {/* eslint-disable-next-line @next/next/no-html-link-for-pages -- a full load */}
        <a href="/studies" className={cn(BUTTON, "border-border bg-card hover:bg-accent")}>
          Go to your studies
        </a>
      </div>
    </div>
  );
}
