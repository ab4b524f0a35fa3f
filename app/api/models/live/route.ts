import { route } from "../../_http/answer";

export const GET = route(({ actor, services }) => services.livePool(actor));
