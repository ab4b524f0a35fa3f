import type { StudyEstimate } from "@/lib/contracts/estimates";
import { describeBasis, formatAmount, formatMoney } from "./format-estimate";

/** Says how an estimate was made, and divides it by phase and by model group. */
export function EstimateBasis({ estimate }: { estimate: StudyEstimate }) {
  return (
    <div className="flex flex-col gap-3 text-sm">
      <table className="w-full text-xs">
        <thead className="text-muted-foreground">
          <tr>
            <th scope="col" className="py-1 text-left font-normal">
              Phase
            </th>
            <th scope="col" className="py-1 pl-3 text-right font-normal">
              Calls
            </th>
            <th scope="col" className="py-1 pl-3 text-right font-normal">
              Input tokens
            </th>
            <th scope="col" className="py-1 pl-3 text-right font-normal">
              Output tokens
            </th>
          </tr>
        </thead>
        <tbody>
          {estimate.phases.map(({ phase, label, group, calls, promptTokens, completionTokens }) => (
            <tr key={`${phase} ${group}`} className="border-t border-border">
              <td className="py-1 break-words">
                {estimate.groups.length > 1 ? `${label} (${group})` : label}
              </td>
              <td className="py-1 pl-3 text-right">{formatAmount("calls", calls)}</td>
              <td className="py-1 pl-3 text-right">{formatAmount("promptTokens", promptTokens)}</td>
              <td className="py-1 pl-3 text-right">
                {formatAmount("completionTokens", completionTokens)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {estimate.groups.length > 1 ? (
        <ul className="text-xs text-muted-foreground">
          {estimate.groups.map(({ group, model, calls, cost }) => (
            <li key={group}>
              {group}: {formatAmount("calls", calls)} calls to {model}
              {cost === null ? "" : `, ${formatMoney(cost)}`}
            </li>
          ))}
        </ul>
      ) : null}
      {/* How this was estimated. */}
      <div className="flex max-w-prose flex-col gap-1">
        {describeBasis(estimate).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </div>
  );
}
