import { formatNumber } from "@/components/ui/format";
import { NO_VALUE_COLOUR, type ColourScale } from "./colour-scale";

/** Legend of the colours, with the number of shown agents per class. */
export function NetworkLegend({ scale }: { scale: ColourScale }) {
  const counts = scale.classes.map(
    (_, index) => scale.classByNode.filter((one) => one === index).length,
  );
  const without = scale.classByNode.filter((one) => one < 0).length;
  return (
    <figure className="flex flex-col gap-2" aria-label={`Colours: ${scale.title}`}>
      {scale.unit === null ? null : (
        <figcaption className="text-sm text-muted-foreground">{scale.unit}</figcaption>
      )}
      {scale.thresholds === null ? (
        <ul className="flex flex-col gap-1 text-sm">
          {scale.classes.map(({ label, colour }, index) => (
            <LegendEntry key={label} label={label} colour={colour} count={counts[index] ?? 0} />
          ))}
          {without > 0 ? (
            <LegendEntry label="no value" colour={NO_VALUE_COLOUR} count={without} />
          ) : null}
        </ul>
      ) : (
        <StepLegend thresholds={scale.thresholds} scale={scale} counts={counts} without={without} />
      )}
    </figure>
  );
}

function LegendEntry({ label, colour, count }: { label: string; colour: string; count: number }) {
  return (
    <li className="flex items-center gap-2">
      <span
        aria-hidden
        className="size-3 shrink-0 rounded-full border border-muted-foreground"
        style={{ background: colour }}
      />
      <span className="min-w-0 flex-1 truncate">{label}</span>
      <span className="text-muted-foreground">{formatNumber(count)}</span>
    </li>
  );
}

const HEIGHT = 40;

/** Steps from low to high under a histogram of the agents in each. */
function StepLegend({
  thresholds,
  scale,
  counts,
  without,
}: {
  thresholds: readonly number[];
  scale: ColourScale;
  counts: readonly number[];
  without: number;
}) {
  const most = Math.max(1, ...counts);
  const [low = 0, high = 0] = [thresholds[0], thresholds.at(-1)];
  return (
    <div className="text-xs text-muted-foreground">
      <div className="flex items-end gap-px" style={{ height: HEIGHT }} aria-hidden>
        {counts.map((count, index) => (
          <div
            key={thresholds[index]}
            className="flex-1 bg-muted-foreground/40"
            style={{ height: count === 0 ? 0 : Math.max(1, (count / most) * HEIGHT) }}
            title={formatNumber(count)}
          />
        ))}
      </div>
      <div className="mt-px flex gap-px" aria-hidden>
        {scale.classes.map(({ colour }, index) => (
          <div
            key={thresholds[index]}
            className="h-3 flex-1 border border-muted-foreground/60"
            style={{ background: colour }}
          />
        ))}
      </div>
      <div className="mt-1 flex justify-between">
        <span>{formatNumber(low)}</span>
        <span>{formatNumber((low + high) / 2)}</span>
        <span>{formatNumber(high)}</span>
      </div>
      {without > 0 ? (
        <ul className="mt-1 text-sm">
          <LegendEntry label="no value" colour={NO_VALUE_COLOUR} count={without} />
        </ul>
      ) : null}
    </div>
  );
}
