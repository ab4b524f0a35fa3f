export { SettingsFrame } from "./settings-frame";
export { SETTINGS_SECTIONS, SETTINGS_START } from "./settings-sections";
