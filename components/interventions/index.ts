export { InterveneDialog } from "./intervene-dialog";
export { InterventionFields } from "./intervention-fields";
export { EMPTY_INTERVENTION, type InterventionForm, readIntervention } from "./intervention-form";
export { InterventionsCard } from "./interventions-card";
