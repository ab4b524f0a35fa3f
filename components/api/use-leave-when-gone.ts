"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { ApiError } from "./request";

/** Loads a page again when what it shows was deleted elsewhere: the server then says so. */
export function useLeaveWhenGone(error: Error | null): void {
  const router = useRouter();
  const isGone = error instanceof ApiError && error.code === "notFound";
  useEffect(() => {
    if (isGone) router.refresh();
  }, [isGone, router]);
}
