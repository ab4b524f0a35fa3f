import { route } from "../_http/api-route";

export const GET = route(({ actor, services }) => services.listScenarios(actor));
