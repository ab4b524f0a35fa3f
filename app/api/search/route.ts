import { searchQuery } from "@/lib/contracts/search";
import { readQuery, route } from "../_http/api-route";

export const GET = route(({ actor, request, services }) =>
  services.search(actor, readQuery(request, searchQuery)),
);
