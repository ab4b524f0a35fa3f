import { BookOpen, FlaskConical, Play, ScrollText, User } from "lucide-react";
import type { CommandGroup } from "@/components/ui/command-palette";
import { guidePath } from "@/lib/contracts/guide";
import type { SearchResult } from "@/lib/contracts/search";

/** The matches of the server as groups of the palette, in the order of the eye. */
export function foundGroups(
  { studies, runs, scenarios, agents, guide }: SearchResult,
  { run, open }: { readonly run: string | null; readonly open: (path: string) => void },
): CommandGroup[] {
  const found = { isFound: true } as const;
  return [
    {
      label: "Agents of this run",
      items: agents.map(({ id, name }) => ({
        ...found,
        id: `agent:${id}`,
        label: name ?? id,
        hint: name === null ? undefined : id,
        icon: User,
        onSelect: () => open(`/runs/${run ?? ""}/decisions?${new URLSearchParams({ agent: id })}`),
      })),
    },
    {
      label: "Studies",
      items: studies.map(({ id, name, isArchived }) => ({
        ...found,
        id: `study:${id}`,
        label: name,
        hint: isArchived ? "archived" : undefined,
        icon: FlaskConical,
        onSelect: () => open(`/studies/${id}`),
      })),
    },
    {
      label: "Runs",
      items: runs.map((each) => ({
        ...found,
        id: `run:${each.id}`,
        label: `${each.studyName}, ${nameOfRun(each)}`,
        hint: each.status,
        icon: Play,
        onSelect: () => open(`/runs/${each.id}`),
      })),
    },
    {
      label: "Scenarios",
      items: scenarios.map(({ id, title, name }) => ({
        ...found,
        id: `scenario:${id}`,
        label: title,
        hint: name,
        icon: ScrollText,
        onSelect: () => open(`/scenarios/own/${id}`),
      })),
    },
    {
      label: "Guide",
      items: guide.map(({ chapter, chapterTitle, section, title }) => ({
        ...found,
        id: `guide:${chapter}#${section}`,
        label: title,
        hint: title === chapterTitle ? undefined : chapterTitle,
        icon: BookOpen,
        onSelect: () => open(guidePath(chapter, section)),
      })),
    },
  ].filter(({ items }) => items.length > 0);
}

function nameOfRun({ arm, replicate, forkRound }: SearchResult["runs"][number]): string {
  const run = `${arm === null ? "" : `${arm}, `}run ${String(replicate)}`;
  return forkRound === null ? run : `${run}, forked at round ${String(forkRound)}`;
}
