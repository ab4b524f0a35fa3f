import type { DecisionContext } from "../population/step-contexts";
import type { PlannedDecision } from "./contract";

/** Builds the context in which a planned decision is requested and applied. */
export const toDecisionContext = ({
  slot,
  agent,
  subject,
  vars,
  part,
}: PlannedDecision): DecisionContext => ({
  agentType: slot.agentType,
  agent,
  slot: slot.slot,
  subject,
  ...(vars && { vars }),
  ...(part !== undefined && { part }),
});
