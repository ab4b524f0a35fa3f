import { datasetUpload } from "@/lib/contracts/datasets";
import { queryOf, route } from "../_http/answer";

export const GET = route(({ actor, services }) => services.listDatasets(actor));

/** The body is the file itself, read as it comes. */
export const POST = route(async ({ actor, request, services }) => {
  const dataset = await services.uploadDataset(
    actor,
    queryOf(request, datasetUpload),
    request.body ?? new Blob([]).stream(),
  );
  return Response.json(dataset, { status: 201 });
});
