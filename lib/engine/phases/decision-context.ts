import type { DecisionContext } from "../population/step-contexts";
import type { PlannedDecision } from "./contract";

/** The context in which a planned decision is asked for and carried out. */
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
