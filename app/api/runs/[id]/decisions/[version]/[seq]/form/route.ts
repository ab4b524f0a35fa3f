import { route } from "../../../../../../_http/answer";
import { placeOf, type DecisionPlace } from "../../../../../../_http/decision-place";

export const GET = route<DecisionPlace>(({ actor, request, params, services }) =>
  services.getAnswerForm(actor, ...placeOf(params), request.signal),
);
