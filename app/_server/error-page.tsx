"use client";

import Link from "next/link";
import { Button } from "@/components/ui/button";

export interface ErrorPageProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** What somebody sees when a page breaks: no trace, only what it means and what to do. The server's log has the rest, under the same number. */
export function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <div className="flex min-h-[70dvh] flex-col items-center justify-center gap-2 px-6 text-center">
      <h1 className="text-xl font-semibold">This page could not be shown</h1>
      <p className="max-w-prose text-muted-foreground">
        Something went wrong on the server or on the way to it. Your data are safe: nothing that was
        saved is touched, and runs go on by themselves. Try again; if it stays, look into the
        server&apos;s log
        {error.digest === undefined ? "" : ` for ${error.digest}`}.
      </p>
      <div className="mt-3 flex gap-2">
        <Button variant="primary" onClick={reset}>
          Try again
        </Button>
        <Button asChild>
          <Link href="/studies">Go to your studies</Link>
        </Button>
      </div>
    </div>
  );
}
