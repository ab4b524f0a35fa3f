import { saveReview } from "@/lib/contracts/reviews";
import { bodyOf, route } from "../../../../../../_http/answer";
import { placeOf, type DecisionPlace } from "../../../../../../_http/decision-place";

export const PUT = route<DecisionPlace>(async ({ actor, params, request, services }) =>
  services.saveReview(actor, ...placeOf(params), await bodyOf(request, saveReview)),
);
