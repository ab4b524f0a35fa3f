export { ProjectGuard } from "./project-guard";
export { ProjectSettings } from "./project-settings";
export { ProjectSwitcher } from "./project-switcher";
