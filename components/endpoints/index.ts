export { describeAnswered } from "./answered-words";
export { EndpointList } from "./endpoint-list";
export { ModelSelect } from "./model-select";
export { useEndpoints } from "./use-endpoints";
