import { route } from "../_http/api-route";

export const GET = route(async ({ services }) => services.listTemplates());
