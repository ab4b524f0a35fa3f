export { EstimateCard, RunEstimateCard } from "./estimate-card";
export { EstimatePanel } from "./estimate-panel";
