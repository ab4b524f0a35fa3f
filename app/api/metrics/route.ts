import { appContainer } from "@/lib/container/app";

/** For Prometheus, which has no session: who may read is decided by token or place. */
export const GET = (request: Request): Promise<Response> => appContainer().scrape(request);
