import { formatPercent } from "@/components/ui/format";

/** The agents and tasks that a group of models answers for. */
interface Assignment {
  readonly agents: readonly { readonly label: string; readonly share: number }[];
  readonly tasks: readonly string[];
}

/** Describes an assignment: “70% of Voter · every Chair · Judge the posts”. */
export function describeAssignment({ agents, tasks }: Assignment): string {
  const who = agents.map(({ label, share }) =>
    share === 1 ? `every ${label}` : `${formatPercent(share)} of ${label}`,
  );
  return [...who, ...tasks].join(" · ");
}
