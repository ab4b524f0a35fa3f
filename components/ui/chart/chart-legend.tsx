export interface LegendEntry {
  label: string;
  color: string;
  dash?: string | undefined;
  shape: "line" | "box";
}

export function ChartLegend({
  entries,
  height,
}: {
  entries: readonly LegendEntry[];
  height: number;
}) {
  return (
    <ul className="flex items-end gap-4 overflow-x-auto text-foreground" style={{ height }}>
      {entries.map((entry) => (
        <li key={entry.label} className="flex items-center gap-1.5 whitespace-nowrap">
          <Swatch color={entry.color} dash={entry.dash} shape={entry.shape} />
          {entry.label}
        </li>
      ))}
    </ul>
  );
}

export function Swatch({ color, dash, shape }: Omit<LegendEntry, "label">) {
  return (
    <svg aria-hidden width={shape === "line" ? 16 : 8} height={8} className="shrink-0">
      {shape === "line" ? (
        <line
          x1={0}
          x2={16}
          y1={4}
          y2={4}
          stroke={color}
          strokeWidth={2}
          {...(dash === undefined ? {} : { strokeDasharray: dash })}
        />
      ) : (
        <rect width={8} height={8} rx={1} fill={color} />
      )}
    </svg>
  );
}
