export { SettingsFrame } from "./settings-frame";
export { SETTINGS_SECTIONS, settingsStart } from "./settings-sections";
