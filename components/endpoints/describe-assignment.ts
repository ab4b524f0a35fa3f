import { formatPercent } from "@/components/ui/format";

/** What a group of models answers. */
interface Assignment {
  readonly agents: readonly { readonly label: string; readonly share: number }[];
  readonly tasks: readonly string[];
}

/** Who and what a group answers, in words: “70 % of Voter · every Chair · Judge the posts”. */
export function describeAssignment({ agents, tasks }: Assignment): string {
  const who = agents.map(({ label, share }) =>
    share === 1 ? `every ${label}` : `${formatPercent(share)} of ${label}`,
  );
  return [...who, ...tasks].join(" · ");
}
