import { route } from "../_http/answer";

export const GET = route(async ({ services }) => services.listTemplates());
