export { DeletedPrompts } from "./deleted-prompts";
export { RetentionCard } from "./retention-card";
export { RetentionNote } from "./retention-note";
