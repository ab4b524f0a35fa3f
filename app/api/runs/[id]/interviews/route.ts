import { interviewQuery, interviewQuestion } from "@/lib/contracts/interviews";
import { readBody, readQuery, route } from "../../../_http/api-route";

export const GET = route<{ id: string }>(({ actor, params, request, services }) => {
  const { agent } = readQuery(request, interviewQuery);
  return agent === undefined
    ? services.listInterviews(actor, params.id)
    : services.readInterview(actor, params.id, agent);
});

export const POST = route<{ id: string }>(async ({ actor, params, request, services }) =>
  Response.json(
    // Not with the signal of the request: the answer is kept even if the reader leaves the page.
    await services.interviewAgent(actor, params.id, await readBody(request, interviewQuestion)),
    { status: 201 },
  ),
);
