export { JoinPage } from "./join-page";
export { MembersView } from "./members-view";
