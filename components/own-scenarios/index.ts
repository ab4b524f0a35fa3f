export { DesignView } from "./design-view";
export { OwnScenarioView } from "./own-scenario-view";
export { OwnScenarios } from "./own-scenarios";
