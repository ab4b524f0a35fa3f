export { DeleteButton } from "./delete-button";
export { DeletionDialog } from "./deletion-dialog";
export { RecentlyDeleted } from "./recently-deleted";
