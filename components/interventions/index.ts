export { InterveneDialog } from "./intervene-dialog";
export { InterventionFields } from "./intervention-fields";
export {
  EMPTY_INTERVENTION,
  type InterventionForm,
  parseInterventionForm,
} from "./intervention-form";
export { InterventionsCard } from "./interventions-card";
