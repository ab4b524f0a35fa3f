export { DecisionBrowser } from "./decision-browser";
