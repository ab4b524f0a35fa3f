export { SettingsFrame } from "./settings-frame";
export { SETTINGS_START } from "./settings-sections";
