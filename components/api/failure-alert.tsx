"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ApiError, failureMessage } from "./request";

export interface FailureAlertProps {
  /** What failed, such as "The decisions could not be loaded". */
  title: string;
  error: unknown;
  onRetry?: (() => void) | undefined;
}

/** A failed request with its remedy: signing in again or another try. */
export function FailureAlert({ title, error, onRetry }: FailureAlertProps) {
  const path = usePathname();
  const signedOut = error instanceof ApiError && error.code === "unauthenticated";
  const action = signedOut ? (
    <Button asChild>
      <Link href={`/sign-in?next=${encodeURIComponent(path)}`}>Sign in</Link>
    </Button>
  ) : onRetry ? (
    <Button onClick={onRetry}>Try again</Button>
  ) : undefined;
  return (
    <Alert tone="error" title={title} action={action}>
      {failureMessage(error)}
    </Alert>
  );
}
