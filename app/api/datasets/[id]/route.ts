import { route } from "../../_http/api-route";

export const GET = route<{ id: string }>(({ actor, params, services }) =>
  services.getDataset(actor, params.id),
);

export const DELETE = route<{ id: string }>(({ actor, params, services }) =>
  services.deleteSubject(actor, { kind: "dataset", id: params.id }),
);
