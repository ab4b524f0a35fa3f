export { setTheme, useTheme } from "./theme";
export { ThemeFollower } from "./theme-follower";
export { ThemeHead } from "./theme-head";
export { THEMES, type ThemeChoice } from "./theme-script";
