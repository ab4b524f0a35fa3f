"use client";

import { ChevronsUpDown, LogOut, Monitor, Moon, Sun, UserCog, type LucideIcon } from "lucide-react";
import Link from "next/link";
import { setTheme, THEMES, useTheme, type ThemeChoice } from "@/components/theme";
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
import { cn } from "@/components/ui/cn";

export interface ShellUser {
  name: string;
  email: string;
}

const THEME_ITEMS: Record<ThemeChoice, { label: string; icon: LucideIcon }> = {
  system: { label: "System", icon: Monitor },
  light: { label: "Light", icon: Sun },
  dark: { label: "Dark", icon: Moon },
};

export function UserMenu({
  user,
  onSignOut,
}: {
  user: ShellUser;
  onSignOut: () => void | Promise<void>;
}) {
  const theme = useTheme();
  const signOut = async () => {
    try {
      await onSignOut();
    } catch {
      toast.error("Could not sign out", {
        description:
          "The server could not be reached. You are still signed in; try again in a moment.",
      });
    }
  };
  return (
    <DropdownMenu>
      <DropdownMenuTrigger>
        <button
          type="button"
          className={cn(
            "focus-inset flex w-full min-w-0 items-center gap-2 rounded-md p-2 text-left",
            "hover:bg-accent data-[state=open]:bg-accent",
          )}
        >
          <span
            aria-hidden
            className={cn(
              "flex size-7 shrink-0 items-center justify-center rounded-full bg-primary-soft",
              "text-sm font-semibold text-primary",
            )}
          >
            {initials(user.name === "" ? user.email : user.name)}
          </span>
          <span className="flex min-w-0 flex-1 flex-col">
            <span className="truncate text-sm leading-4">{user.name}</span>
            <span className="truncate text-xs text-muted-foreground">{user.email}</span>
          </span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted-foreground" />
          <span className="sr-only">, account and theme</span>
        </button>
      </DropdownMenuTrigger>
      <DropdownMenuContent side="top" align="start" className="w-52">
        <DropdownMenuLabel>Theme</DropdownMenuLabel>
        <DropdownMenuRadioGroup value={theme}>
          {THEMES.map((choice) => {
            const { label, icon: Icon } = THEME_ITEMS[choice];
            return (
              <DropdownMenuRadioItem
                key={choice}
                value={choice}
                onSelect={(event) => {
                  event.preventDefault();
                  setTheme(choice);
                }}
              >
                <Icon aria-hidden />
                {label}
              </DropdownMenuRadioItem>
            );
          })}
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link href="/settings/account">
            <UserCog aria-hidden />
            Account
          </Link>
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => void signOut()}>
          <LogOut aria-hidden />
          Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function initials(name: string): string {
  const words = name.split(/[\s@.]+/u).filter((word) => word !== "");
  const [first = "?", second = ""] = words;
  return `${[...first][0] ?? "?"}${[...second][0] ?? ""}`.toUpperCase();
}
