import { serveTasks } from "@/lib/adapters/threads/serve-tasks";
import { pilotTask } from "@/lib/services/estimates/pilot-task";
import { checkTask } from "@/lib/services/scenarios/check-task";
import { designTask } from "@/lib/services/studies/check-design";

// The computations that may run in a thread of their own.
serveTasks([checkTask, designTask, pilotTask]);
