"use client";

import { useSyncExternalStore } from "react";
import { DARK_QUERY, isThemeChoice, THEME_KEY, type ThemeChoice } from "./theme-script";

const listeners = new Set<() => void>();

function readChoice(): ThemeChoice {
  try {
    const value = localStorage.getItem(THEME_KEY);
    return isThemeChoice(value) ? value : "system";
  } catch {
    // Storage is blocked in some private windows: follow the system's theme.
    return "system";
  }
}

function applyTheme(): void {
  const choice = readChoice();
  document.documentElement.classList.toggle(
    "dark",
    choice === "dark" || (choice === "system" && matchMedia(DARK_QUERY).matches),
  );
}

function applyAndNotify(): void {
  applyTheme();
  for (const listener of listeners) listener();
}

function onStorage(event: StorageEvent): void {
  if (event.key === THEME_KEY) applyAndNotify();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    // Error and not-found pages are rendered by the browser alone, without the script in the head.
    applyTheme();
    matchMedia(DARK_QUERY).addEventListener("change", applyAndNotify);
    window.addEventListener("storage", onStorage);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    matchMedia(DARK_QUERY).removeEventListener("change", applyAndNotify);
    window.removeEventListener("storage", onStorage);
  };
}

export function setTheme(choice: ThemeChoice): void {
  try {
    if (choice === "system") localStorage.removeItem(THEME_KEY);
    else localStorage.setItem(THEME_KEY, choice);
  } catch {
    // See `stored`.
  }
  applyAndNotify();
}

/** The person's choice; "system" on the server, where it is not known. */
export function useTheme(): ThemeChoice {
  return useSyncExternalStore(subscribe, readChoice, () => "system");
}
