import { datasetUpload } from "@/lib/contracts/datasets";
import { readQuery, route } from "../_http/api-route";

export const GET = route(({ actor, services }) => services.listDatasets(actor));

/** The body is the file itself, streamed as it arrives. */
export const POST = route(async ({ actor, request, services }) => {
  const dataset = await services.uploadDataset(
    actor,
    readQuery(request, datasetUpload),
    request.body ?? new Blob([]).stream(),
  );
  return Response.json(dataset, { status: 201 });
});
