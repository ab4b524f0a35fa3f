import { publicRoute } from "../_http/api-route";

export const GET = publicRoute(({ request, services }) => services.getViewer(request.headers));
