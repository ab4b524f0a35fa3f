import { CircleAlert } from "lucide-react";
import { Card, CardHeader } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { formatCount } from "@/components/ui/format";
import { EndpointRow, type EndpointActions } from "./endpoint-row";
import type { EndpointGroup } from "./endpoint-groups";

export interface EndpointGroupCardProps extends EndpointActions {
  group: EndpointGroup;
  administrator: boolean;
  switching: string | undefined;
}

/** The endpoints of a group, and whether the group can be selected as a whole. */
export function EndpointGroupCard({
  group: { name, endpoints, purpose, problem: refusal, note },
  administrator,
  switching,
  ...actions
}: EndpointGroupCardProps) {
  return (
    <Card>
      <CardHeader
        title={
          <>
            <span className="font-normal text-muted-foreground">Group</span> {name}
          </>
        }
        description={[`${formatCount(endpoints.length, "endpoint")}.`, purpose, note]
          .filter((part) => part !== null)
          .join(" ")}
      />
      {refusal === null ? null : (
        <p
          className={cn(
            "mx-4 mb-3 flex gap-2 rounded-md border border-warning/25 bg-warning-soft px-3",
            "py-2 text-sm",
          )}
        >
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
          <span>
            <span className="font-semibold">This group cannot be selected as a whole.</span>{" "}
            {refusal}
          </span>
        </p>
      )}
      <ul className="divide-y divide-border border-t border-border">
        {endpoints.map((endpoint) => (
          <li key={endpoint.id}>
            <EndpointRow
              endpoint={endpoint}
              administrator={administrator}
              switching={switching === endpoint.id}
              {...actions}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
