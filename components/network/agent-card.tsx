import { X } from "lucide-react";
import Link from "next/link";
import { AgentLabel, formatAgentName } from "@/components/run-data";
import { Button } from "@/components/ui/button";
import { DataList } from "@/components/ui/data-list";
import { IconButton } from "@/components/ui/icon-button";
import type { NetworkPicture } from "@/lib/contracts/network";
import { tableOfRowId } from "@/lib/domain/scenario/row-id";
import { formatDegree, formatAttributeValue } from "./format-network";

export interface AgentCardProps {
  runId: string;
  agent: string;
  picture: NetworkPicture;
  /** Rows of tables have neither decisions nor interviews. */
  isAgent: boolean;
  isFocus: boolean;
  onFocus: () => void;
  onClose: () => void;
}

/** The selected agent with its values and links to its decisions and interview. */
export function AgentCard({
  runId,
  agent,
  picture,
  isAgent,
  isFocus,
  onFocus: onNeighbourhood,
  onClose,
}: AgentCardProps) {
  const index = picture.nodes.findIndex(({ id }) => id === agent);
  const name = picture.names[agent];
  const query = new URLSearchParams({ agent }).toString();
  return (
    <section
      aria-label={formatAgentName(agent, name)}
      className="flex flex-col gap-2 border-t border-border pt-3"
    >
      <header className="flex items-center justify-between gap-2">
        <h2 className="font-semibold">
          <AgentLabel id={agent} name={name} />
        </h2>
        <IconButton size="sm" label="Close" onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </header>
      {index < 0 ? (
        <p className="text-sm text-muted-foreground">Not in the current view.</p>
      ) : (
        <DataList
          className="gap-x-3 gap-y-1 text-sm"
          items={[
            { label: "Ties", value: formatDegree(picture.nodes[index]?.degree ?? 0) },
            ...picture.attributes
              .filter(({ of }) => of === tableOfRowId(agent))
              .map((attribute) => ({
                label: attribute.label,
                value: formatAttributeValue(attribute, attribute.values[index]),
              })),
          ]}
        />
      )}
      <div className="flex flex-wrap gap-2">
        {isFocus ? null : (
          <Button size="sm" onClick={onNeighbourhood}>
            Show neighbourhood
          </Button>
        )}
        {isAgent ? (
          <>
            <Button size="sm" asChild>
              <Link href={`/runs/${runId}/decisions?${query}`}>Decisions</Link>
            </Button>
            <Button size="sm" asChild>
              <Link href={`/runs/${runId}/interview?${query}`}>Interview</Link>
            </Button>
          </>
        ) : null}
      </div>
    </section>
  );
}
