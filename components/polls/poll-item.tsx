import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { formatCount, formatFixed, formatNumber, formatPercent } from "@/components/ui/format";
import type { PollDetail } from "@/lib/contracts/polls";
import { countRows } from "./count-rows";

type Item = PollDetail["items"][number];

/** The results of a question: mean for numbers, counts for all others. */
export function PollItem({ item, running }: { item: Item; running: boolean }) {
  const { label, name, answers, unanswered, mean, sd, min, max } = item;
  return (
    <Card>
      <CardHeader
        level={3}
        title={label}
        description={
          formatCount(answers, "answer") +
          (unanswered > 0 ? `, ${formatNumber(unanswered)} without an answer` : "") +
          ` · ${name}`
        }
      />
      <CardBody className="flex flex-col gap-3">
        {answers === 0 ? (
          <p className="text-muted-foreground">
            {running
              ? "Answers appear as they arrive."
              : unanswered > 0
                ? "All agents left this question out."
                : "No valid answers."}
          </p>
        ) : null}
        {answers > 0 && mean !== null ? (
          <p>
            Mean <span className="font-semibold">{formatFixed(mean, 2)}</span>
            <span className="text-muted-foreground">
              {` · SD ${formatFixed(sd, 2)} · range ${formatNumber(min)} to ${formatNumber(max)}`}
            </span>
          </p>
        ) : null}
        {answers > 0 ? <Counts item={item} /> : null}
      </CardBody>
    </Card>
  );
}

function Counts({ item }: { item: Item }) {
  const { label, answers } = item;
  const rows = countRows(item);
  if (rows.length === 0)
    return <p className="text-muted-foreground">See the table below for the answers.</p>;
  return (
    <table
      className="w-full border-separate border-spacing-x-0 border-spacing-y-1 text-sm"
      aria-label={`Answers to: ${label}`}
    >
      <thead className="sr-only">
        <tr>
          <th>Answer</th>
          <th>Share</th>
          <th>Count</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ value, count }, index) => (
          <tr key={index}>
            <th scope="row" className="max-w-48 pr-3 text-left font-normal break-words">
              {value}
            </th>
            <td className="w-1/2">
              {/* The numbers in this row say the same. */}
              <div aria-hidden className="h-3 rounded-sm bg-muted">
                <div
                  className="h-3 rounded-sm bg-chart-1"
                  style={{ width: `${String((100 * count) / answers)}%` }}
                />
              </div>
            </td>
            <td className="pl-3 text-right whitespace-nowrap">
              {formatNumber(count)}{" "}
              <span className="inline-block w-14 text-muted-foreground">
                {formatPercent(count / answers, 0)}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
