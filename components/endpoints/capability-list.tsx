import { CircleCheck, CircleHelp, CircleMinus } from "lucide-react";
import { cn } from "@/components/ui/cn";
import type { Capabilities } from "@/lib/contracts/endpoints";
import { describeCapabilities } from "./describe-capabilities";

/** The capabilities of a server with their consequences. */
export function CapabilityList({ capabilities }: { capabilities: Capabilities }) {
  return (
    <ul className="flex flex-col gap-1.5 text-sm">
      {describeCapabilities(capabilities).map(
        ({ key, label, supported: able, answer, meaning }) => {
          const Icon = able === null ? CircleHelp : able ? CircleCheck : CircleMinus;
          return (
            <li key={key} className="flex gap-2">
              <Icon
                aria-hidden
                className={cn(
                  "mt-0.5 size-4 shrink-0",
                  able === true ? "text-success" : "text-muted-foreground",
                )}
              />
              <span>
                <span className="font-semibold">
                  {label}: {answer}.
                </span>{" "}
                {meaning}
              </span>
            </li>
          );
        },
      )}
    </ul>
  );
}
