import { publicRoute } from "../../_http/api-route";

const handler = publicRoute(({ request, services }) => services.serveSignIn(request));

export { handler as GET, handler as POST };
