export const THEMES = ["system", "light", "dark"] as const;
export type ThemeChoice = (typeof THEMES)[number];

export const THEME_KEY = "microcosm-theme";
export const DARK_QUERY = "(prefers-color-scheme: dark)";

export function isThemeChoice(value: unknown): value is ThemeChoice {
  return THEMES.some((theme) => theme === value);
}

/**
 * Sets the theme before the first paint, and passes the nonce of the content security policy to
 * the libraries that add style elements, which look for it under this name (`get-nonce`). It is our
 * only inline script.
 */
export const THEME_SCRIPT =
  "self.__webpack_nonce__=document.currentScript?.nonce;" +
  `try{var t=localStorage.getItem("${THEME_KEY}")}catch(e){}` +
  `document.documentElement.classList.toggle("dark",t==="dark"||` +
  `(t!=="light"&&matchMedia("${DARK_QUERY}").matches))`;
