"use client";

import { useSyncExternalStore } from "react";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { formatDateTime } from "@/components/ui/format";
import type { Endpoint } from "@/lib/contracts/endpoints";
import { CapabilityList } from "./capability-list";
import { describeCapabilities } from "./describe-capabilities";

const never = () => () => undefined;

/** The reader's time zone is known in the browser only. */
const useInBrowser = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

/** The capabilities that the last test found, as badges with an explanation. */
export function CapabilityBadges({ endpoint: { capabilities, probedAt } }: { endpoint: Endpoint }) {
  const inBrowser = useInBrowser();
  if (capabilities === null)
    return <p className="text-sm text-muted-foreground">Not tested yet; capabilities unknown</p>;
  return (
    <details className="group">
      <summary
        className={cn(
          "flex cursor-pointer list-none flex-wrap items-center gap-1.5 rounded-sm",
          "[&::-webkit-details-marker]:hidden",
        )}
      >
        {describeCapabilities(capabilities).map(({ key, badge, supported: able }) => (
          <Badge key={key} tone={able === true ? "success" : "outline"}>
            {badge}
          </Badge>
        ))}
        <span className="ml-1 text-sm text-muted-foreground underline group-open:hidden">
          Details
        </span>
        <span className="ml-1 hidden text-sm text-muted-foreground underline group-open:inline">
          Hide details
        </span>
      </summary>
      <div className="flex flex-col gap-2 pt-3">
        <CapabilityList capabilities={capabilities} />
        {probedAt === null ? null : (
          <p className="text-sm text-muted-foreground">
            Found by real calls{inBrowser ? ` on ${formatDateTime(new Date(probedAt))}` : ""}.
          </p>
        )}
      </div>
    </details>
  );
}
