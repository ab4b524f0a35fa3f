import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { DataList } from "@/components/ui/data-list";
import { formatCount, formatFixed, formatNumber, formatPercent } from "@/components/ui/format";
import type { PollDetail } from "@/lib/contracts/live";

type Item = PollDetail["items"][number];

const WORDS: Readonly<Record<string, string>> = { true: "Yes", false: "No" };
const MOST_COUNTS = 12;

/** The answers to one question: a mean for numbers, counts for the rest. */
export function PollItem({ item, running }: { item: Item; running: boolean }) {
  const { label, name, answers, mean, sd, min, max } = item;
  return (
    <Card>
      <CardHeader level={3} title={label} description={`${formatCount(answers, "answer")} · ${name}`} />
      <CardBody>
        {answers === 0 ? <p className="text-muted-foreground">{running ? "Answers come as agents give them." : "Nobody gave a usable answer."}</p> : null}
        {answers > 0 && mean !== null ? (
          <DataList
            items={[
              { label: "Mean", value: formatFixed(mean, 2) },
              { label: "Std. deviation", value: formatFixed(sd, 2) },
              { label: "Range", value: `${formatNumber(min)} to ${formatNumber(max)}` },
            ]}
          />
        ) : null}
        {answers > 0 ? <Counts item={item} /> : null}
      </CardBody>
    </Card>
  );
}

function Counts({ item: { label, type, answers, counts, mean } }: { item: Item }) {
  if (counts.length === 0 || type === "number") return null;
  if (type === "text") {
    return (
      <ul aria-label={`Answers to: ${label}`} className="flex flex-col gap-1.5">
        {counts.slice(0, MOST_COUNTS).map(({ value, count }) => (
          <li key={value} className="break-words">
            “{value}” {count > 1 ? <span className="text-muted-foreground">({formatNumber(count)} times)</span> : null}
          </li>
        ))}
      </ul>
    );
  }
  const shown = mean === null ? counts.slice(0, MOST_COUNTS) : [...counts].sort((one, other) => Number(one.value) - Number(other.value));
  return (
    <table className="w-full border-separate border-spacing-x-0 border-spacing-y-1 text-sm" aria-label={`Answers to: ${label}`}>
      <thead className="sr-only">
        <tr>
          <th>Answer</th>
          <th>Share</th>
          <th>Count</th>
        </tr>
      </thead>
      <tbody>
        {shown.map(({ value, count }) => (
          <tr key={value}>
            <th scope="row" className="max-w-48 pr-3 text-left font-normal break-words">
              {WORDS[value] ?? value}
            </th>
            <td className="w-1/2">
              {/* The numbers beside it say the same. */}
              <div aria-hidden className="h-3 rounded-sm bg-muted">
                <div className="h-3 rounded-sm bg-chart-1" style={{ width: `${String((100 * count) / answers)}%` }} />
              </div>
            </td>
            <td className="pl-3 text-right whitespace-nowrap">
              {formatNumber(count)} <span className="inline-block w-14 text-muted-foreground">{formatPercent(count / answers, 0)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
