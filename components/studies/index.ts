export { StudyList } from "./study-list";
export { StudyView } from "./study-view";
