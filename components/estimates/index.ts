export { EstimateCard } from "./estimate-card";
export { EstimatePanel } from "./estimate-panel";
