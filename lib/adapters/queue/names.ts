export const DECIDE_QUEUE = "decide";
export const COMMIT_QUEUE = "commit";
export const POLL_QUEUE = "poll";
