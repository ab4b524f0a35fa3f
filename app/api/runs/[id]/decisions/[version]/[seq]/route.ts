import { route } from "../../../../../_http/answer";
import { placeOf, type DecisionPlace } from "../../../../../_http/decision-place";

export const GET = route<DecisionPlace>(({ actor, params, services }) =>
  services.getDecision(actor, ...placeOf(params)),
);
