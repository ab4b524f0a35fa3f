export { ForkDialog } from "./fork-dialog";
export { ForkOrigin } from "./fork-origin";
export { ForksCard } from "./forks-card";
export { useForkRun, useForks } from "./use-forks";
