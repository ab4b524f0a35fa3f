"use client";

import { ChevronsUpDown, Plus } from "lucide-react";
import { useState } from "react";
import { failureMessage, request } from "@/components/api";
import { cn } from "@/components/ui/cn";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { toast } from "@/components/ui/toast-store";
import type { Viewer } from "@/lib/contracts/account";
import { newProject } from "@/lib/contracts/projects";
import { roleHasPermission } from "@/lib/domain/access";
import { CreateProjectDialog } from "./create-project-dialog";

interface ProjectSwitcherProps {
  viewer: Viewer;
  /** Loads the start page in full, with the data of another project. */
  onOpened: () => void;
}

/** The current project's name, which opens the list of the person's projects. */
export function ProjectSwitcher({ viewer, onOpened }: ProjectSwitcherProps) {
  const { project, projects, administrator } = viewer;
  const [creating, setCreating] = useState(false);
  const mayCreate = administrator || projects.some(({ role }) => roleHasPermission(role, "run"));
  const name = project?.name ?? "No project";
  const open = async (id: string): Promise<void> => {
    await request("POST", `/api/projects/${id}/open`, newProject);
    onOpened();
  };
  const choose = (id: string) => {
    if (id === project?.id) return;
    open(id).catch((error: unknown) =>
      toast.error("The project was not opened", { description: failureMessage(error) }),
    );
  };
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger>
          <button
            type="button"
            title={name}
            className={cn(
              "focus-inset mb-2 flex h-8 w-full min-w-0 items-center gap-1 rounded-md px-2",
              "text-left text-sm text-muted-foreground hover:bg-accent hover:text-foreground",
            )}
          >
            <span className="sr-only">Project: </span>
            <span className="min-w-0 flex-1 truncate">{name}</span>
            <ChevronsUpDown aria-hidden className="size-4 shrink-0" />
          </button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="start" className="min-w-52 max-w-96">
          <DropdownMenuLabel>Projects</DropdownMenuLabel>
          <DropdownMenuRadioGroup value={project?.id ?? ""} onValueChange={choose}>
            {projects.map((each) => (
              <DropdownMenuRadioItem key={each.id} value={each.id}>
                <span className="min-w-0 break-words">{each.name}</span>
              </DropdownMenuRadioItem>
            ))}
          </DropdownMenuRadioGroup>
          {mayCreate ? (
            <>
              <DropdownMenuSeparator />
              <DropdownMenuItem onSelect={() => setCreating(true)}>
                <Plus aria-hidden />
                New project
              </DropdownMenuItem>
            </>
          ) : null}
        </DropdownMenuContent>
      </DropdownMenu>
      {creating ? (
        <CreateProjectDialog onClose={() => setCreating(false)} onCreated={open} />
      ) : null}
    </>
  );
}
