import { appContainer } from "@/lib/container/app";

/** Metrics for Prometheus, which has no session: access is decided by token or network address. */
export const GET = (request: Request): Promise<Response> => appContainer().scrape(request);
