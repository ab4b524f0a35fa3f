export { EndpointList } from "./endpoint-list";
export { EndpointSelect } from "./endpoint-select";
export { useEndpoints } from "./use-endpoints";
