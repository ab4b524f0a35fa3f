export const THEMES = ["system", "light", "dark"] as const;
export type ThemeChoice = (typeof THEMES)[number];

export const THEME_KEY = "microcosm-theme";
export const DARK_QUERY = "(prefers-color-scheme: dark)";

export function isThemeChoice(value: unknown): value is ThemeChoice {
  return THEMES.some((theme) => theme === value);
}

/**
 * Sets the theme before the first paint. It is our only inline script, so a content security policy
 * needs the hash of this text or a nonce for it, and nothing else.
 */
export const THEME_SCRIPT =
  `try{var t=localStorage.getItem("${THEME_KEY}")}catch(e){}` +
  `document.documentElement.classList.toggle("dark",t==="dark"||` +
  `(t!=="light"&&matchMedia("${DARK_QUERY}").matches))`;
