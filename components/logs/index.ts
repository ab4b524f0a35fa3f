export { LogView } from "./log-view";
