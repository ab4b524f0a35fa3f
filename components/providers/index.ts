export { Providers } from "./providers";
export { setTheme, useTheme } from "./theme";
export { ThemeHead } from "./theme-head";
export { THEMES, type ThemeChoice } from "./theme-script";
