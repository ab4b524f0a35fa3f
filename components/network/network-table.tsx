"use client";

import { useMemo, useState } from "react";
import { AgentLabel } from "@/components/run-data";
import type { SortDirection } from "@/components/ui/table";
import { VirtualTable } from "@/components/ui/virtual-table";
import type { NetworkPicture } from "@/lib/contracts/network";
import type { Value } from "@/lib/domain/scenario";
import { ordinalOfRowId } from "@/lib/domain/scenario/row-id";
import { attributeKey } from "./colour-scale";
import { formatDegree, formatAttributeValue } from "./format-network";

/** Lists the agents of the picture. */
export function NetworkTable({
  picture,
  colour,
  agent,
  onChoose,
}: {
  picture: NetworkPicture;
  colour: string;
  agent: string | null;
  onChoose: (id: string) => void;
}) {
  const [sort, setSort] = useState<{ column: string; direction: SortDirection }>({
    column: "ties",
    direction: "desc",
  });
  const attribute = picture.attributes.find((one) => attributeKey(one) === colour);
  const rows = useMemo(() => {
    const all = picture.nodes.map(({ id, degree }, index) => ({
      id,
      degree,
      value: attribute?.values[index] ?? null,
    }));
    const sign = sort.direction === "asc" ? 1 : -1;
    return all.sort(
      (a, b) =>
        sign *
          (sort.column === "ties"
            ? a.degree - b.degree
            : sort.column === "value"
              ? byValue(a.value, b.value)
              : 0) || sign * (ordinalOfRowId(a.id) - ordinalOfRowId(b.id)),
    );
  }, [picture, attribute, sort]);
  return (
    <VirtualTable
      rows={rows}
      rowKey={({ id }) => id}
      label={`Agents of ${picture.label}`}
      height="100%"
      sort={sort}
      onSort={(column, direction) => setSort({ column, direction })}
      onRowActivate={({ id }) => onChoose(id)}
      selectedKey={agent ?? ""}
      columns={[
        {
          id: "agent",
          header: "Agent",
          width: "minmax(8rem,1fr)",
          sortable: true,
          cell: ({ id }) => <AgentLabel id={id} name={picture.names[id]} />,
        },
        ...(attribute
          ? [
              {
                id: "value",
                header: attribute.label,
                width: "minmax(8rem,1fr)",
                sortable: true,
                numeric: attribute.type === "number" || attribute.type === "integer",
                cell: ({ value }: { value: Value }) => formatAttributeValue(attribute, value),
              },
            ]
          : []),
        {
          id: "ties",
          header: "Ties",
          width: "7rem",
          sortable: true,
          numeric: true,
          cell: ({ degree }) => formatDegree(degree),
        },
      ]}
      className="min-h-0 flex-1"
    />
  );
}

function byValue(a: Value, b: Value): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a ?? "").localeCompare(String(b ?? ""));
}
