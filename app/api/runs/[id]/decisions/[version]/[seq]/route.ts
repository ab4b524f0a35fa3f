import { route } from "../../../../../_http/api-route";
import { readDecisionParams, type DecisionParams } from "../../../../../_http/decision-params";

export const GET = route<DecisionParams>(({ actor, params, services }) =>
  services.getDecision(actor, readDecisionParams(params)),
);
