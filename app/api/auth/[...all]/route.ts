import { appContainer } from "@/lib/container/app";

const handler = (request: Request): Promise<Response> => appContainer().authHandler(request);

export { handler as GET, handler as POST };
