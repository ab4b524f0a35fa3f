"use client";

import {
  BookOpen,
  FileJson,
  FolderOpen,
  Keyboard,
  LogOut,
  Pause,
  Pencil,
  Play,
  Settings,
  SunMoon,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { failureMessage } from "@/components/api";
import { setTheme, THEMES } from "@/components/theme";
import { SETTINGS_SECTIONS } from "@/components/settings";
import { navFor, useShell } from "@/components/shell";
import {
  CommandPalette,
  type CommandGroup,
  type CommandItem,
} from "@/components/ui/command-palette";
import { keyNames } from "@/components/ui/keys";
import type { Viewer } from "@/lib/contracts/account";
import { roleHasPermission } from "@/lib/domain/access";
import { foundGroups } from "./found-groups";
import { KeySheet } from "./key-sheet";
import { useRunInView } from "./use-run-in-view";
import { useSearch } from "./use-search";

interface PaletteProps {
  viewer: Viewer;
  onSignOut: () => void | Promise<void>;
  /** Opens another project of the viewer. */
  onSwitchProject: (id: string) => void | Promise<void>;
}

/** Finds studies, runs, scenarios, agents, pages, chapters of the guide and actions. */
export function Palette({ viewer, onSignOut, onSwitchProject }: PaletteProps) {
  const { paletteOpen, setPaletteOpen, keysOpen, setKeysOpen } = useShell();
  return (
    <>
      {paletteOpen ? (
        <OpenPalette
          viewer={viewer}
          onSignOut={onSignOut}
          onSwitchProject={onSwitchProject}
          onClose={() => setPaletteOpen(false)}
          onShowKeys={() => setKeysOpen(true)}
        />
      ) : null}
      <KeySheet open={keysOpen} onOpenChange={setKeysOpen} />
    </>
  );
}

interface OpenPaletteProps extends PaletteProps {
  onClose: () => void;
  onShowKeys: () => void;
}

function OpenPalette({ onClose, ...props }: OpenPaletteProps) {
  const router = useRouter();
  const [text, setText] = useState("");
  const run = useRunInView();
  const { result, isSearching, error } = useSearch(text, run?.id ?? null);
  const open = (path: string) => router.push(path);
  const found = result ? foundGroups(result, { run: run?.id ?? null, open }) : [];
  const own: CommandGroup[] = [
    { label: "Go to", items: pages(props.viewer, open) },
    { label: "Actions", items: actions({ ...props, run, open }) },
  ];
  return (
    <CommandPalette
      open
      onOpenChange={(next) => (next ? undefined : onClose())}
      text={text}
      onTextChange={setText}
      groups={[...own, ...found]}
      status={
        error
          ? `The search on the server failed. ${failureMessage(error)}`
          : isSearching
            ? "Searching…"
            : undefined
      }
    />
  );
}

/** The pages that this person may see. */
const pages = (viewer: Viewer, open: (path: string) => void): CommandItem[] => {
  const role = viewer.project?.role ?? null;
  const mayRun = role !== null && roleHasPermission(role, "run");
  const item = (href: string, rest: Omit<CommandItem, "id" | "onSelect">): CommandItem => ({
    id: `page:${href}`,
    ...rest,
    onSelect: () => open(href),
  });
  return [
    ...navFor(role).map(({ href, label, icon, keywords }) => item(href, { label, icon, keywords })),
    ...(mayRun
      ? [item("/scenarios/import", { label: "Import a scenario file", icon: FileJson })]
      : []),
    ...SETTINGS_SECTIONS.filter(({ isShownTo }) => isShownTo(viewer)).map(({ href, label }) =>
      item(href, { label, hint: "Settings", icon: Settings, keywords: ["settings"] }),
    ),
    item("/guide", { label: "Guide", icon: BookOpen, keywords: ["help", "manual"] }),
  ];
};

interface ActionContext extends Omit<OpenPaletteProps, "onClose"> {
  run: ReturnType<typeof useRunInView>;
  open: (path: string) => void;
}

function actions({
  viewer,
  run,
  open,
  onSignOut,
  onSwitchProject,
  onShowKeys,
}: ActionContext): CommandItem[] {
  const { project, projects } = viewer;
  const mayRun = project !== null && roleHasPermission(project.role, "run");
  return [
    ...(run?.allowed ?? []).map((name) => ({
      id: `action:${name}`,
      label: name === "pause" ? "Pause this run" : "Resume this run",
      icon: name === "pause" ? Pause : Play,
      onSelect: () => void run?.command(name),
    })),
    ...(run?.mayRun === true
      ? [
          {
            id: "action:changes",
            label: "Run this run with changes",
            icon: Pencil,
            onSelect: () => open(`/studies/new?run=${run.id}`),
          },
        ]
      : []),
    ...(mayRun
      ? [
          {
            id: "action:start",
            label: "Start a study",
            icon: Play,
            keywords: ["new", "run"],
            onSelect: () => open("/scenarios"),
          },
        ]
      : []),
    ...projects
      .filter(({ id }) => id !== project?.id)
      .map(({ id, name }) => ({
        id: `action:project:${id}`,
        label: `Switch to ${name}`,
        hint: "project",
        icon: FolderOpen,
        keywords: ["project"],
        onSelect: () => void onSwitchProject(id),
      })),
    ...THEMES.map((theme) => ({
      id: `action:theme:${theme}`,
      label: `Use the ${theme === "system" ? "theme of the system" : `${theme} theme`}`,
      icon: SunMoon,
      keywords: ["appearance", "dark", "light"].filter(() => theme === "system"),
      onSelect: () => setTheme(theme),
    })),
    {
      id: "action:keys",
      label: "Show the keys",
      hint: keyNames("keySheet").join(" "),
      icon: Keyboard,
      keywords: ["shortcuts", "keyboard"],
      onSelect: onShowKeys,
    },
    {
      id: "action:sign-out",
      label: "Sign out",
      icon: LogOut,
      keywords: ["log out"],
      onSelect: () => void onSignOut(),
    },
  ];
}
