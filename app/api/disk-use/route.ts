import { route } from "../_http/api-route";

export const GET = route(({ actor, services }) => services.getDiskUse(actor));

export const POST = route(({ actor, services }) => services.requestDiskMeasurement(actor));
