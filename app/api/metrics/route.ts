import { appContainer } from "@/lib/container/app";

/**
 * Metrics for Prometheus, which has no session: access is decided by token or network address, and
 * without a token by the name of the host.
 */
export const GET = (request: Request): Promise<Response> => appContainer().scrape(request);
