import { interviewQuery, interviewQuestion } from "@/lib/contracts/interviews";
import { bodyOf, queryOf, route } from "../../../_http/answer";

export const GET = route<{ id: string }>(({ actor, params, request, services }) => {
  const { agent } = queryOf(request, interviewQuery);
  return agent === undefined
    ? services.listInterviews(actor, params.id)
    : services.readInterview(actor, params.id, agent);
});

export const POST = route<{ id: string }>(async ({ actor, params, request, services }) =>
  Response.json(
    await services.interviewAgent(
      actor,
      params.id,
      await bodyOf(request, interviewQuestion),
      request.signal,
    ),
    { status: 201 },
  ),
);
