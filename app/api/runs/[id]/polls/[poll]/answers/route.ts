import { pollAnswerQuery } from "@/lib/contracts/polls";
import { queryOf, route } from "../../../../../_http/answer";

export const GET = route<{ id: string; poll: string }>(({ actor, params, request, services }) =>
  services.listPollAnswers(actor, params.id, params.poll, queryOf(request, pollAnswerQuery)),
);
