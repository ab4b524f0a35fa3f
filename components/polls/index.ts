export { PollView } from "./poll-view";
export { PollsView } from "./polls-view";
