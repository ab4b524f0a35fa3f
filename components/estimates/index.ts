export { EstimateCard, type EstimateCardProps } from "./estimate-card";
export { EstimatePanel } from "./estimate-panel";
