"use client";

import { useTheme } from "./theme";

/** Keeps the page in the chosen theme; draws nothing. */
export function ThemeFollower() {
  useTheme();
  return null;
}
