import { saveReview } from "@/lib/contracts/reviews";
import { readBody, route } from "../../../../../../_http/api-route";
import { readDecisionParams, type DecisionParams } from "../../../../../../_http/decision-params";

export const PUT = route<DecisionParams>(async ({ actor, params, request, services }) =>
  services.saveReview(actor, readDecisionParams(params), await readBody(request, saveReview)),
);
