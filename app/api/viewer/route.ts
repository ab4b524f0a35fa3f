import { openRoute } from "../_http/answer";

export const GET = openRoute(({ request, services }) => services.getViewer(request.headers));
