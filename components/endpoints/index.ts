export { describeAssignment } from "./describe-assignment";
export { EndpointList } from "./endpoint-list";
export { ModelSelect } from "./model-select";
export { useEndpoints } from "./use-endpoints";
