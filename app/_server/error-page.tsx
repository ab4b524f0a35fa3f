"use client";

import { Button } from "@/components/ui/button";

export interface ErrorPageProps {
  error: Error & { digest?: string };
  reset: () => void;
}

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
        <Button variant="primary" onClick={reset}>
          Try again
        </Button>
        <Button asChild>
          {/* eslint-disable-next-line @next/next/no-html-link-for-pages -- a full load */}
          <a href="/studies">Go to your studies</a>
        </Button>
      </div>
    </div>
  );
}
