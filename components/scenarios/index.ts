export { Gallery } from "./gallery";
export { ImportView } from "./import-view";
export { TemplateView } from "./template-view";
