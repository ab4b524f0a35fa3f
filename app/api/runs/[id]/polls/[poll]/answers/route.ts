import { pollAnswerQuery } from "@/lib/contracts/polls";
import { readQuery, route } from "../../../../../_http/api-route";

export const GET = route<{ id: string; poll: string }>(({ actor, params, request, services }) =>
  services.listPollAnswers(
    actor,
    { runId: params.id, pollId: params.poll },
    readQuery(request, pollAnswerQuery),
  ),
);
