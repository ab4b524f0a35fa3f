export { NetworkView } from "./network-view";
