import { z } from "zod";
import { serverRoot } from "./probe-context";
import type { Prober } from "./probe-calls";

const REFUSED_STATUSES = new Set([400, 422]);

const serverInfo = z.looseObject({ enable_lora: z.boolean().nullish() });

/**
 * Whether adapters can be loaded while the server runs. Loads nothing to find out: vLLM has the
 * route only where loading is allowed, and refuses a body that names no adapter; a server that
 * refuses every unknown address alike reveals nothing. SGLang reports it among its settings. Null:
 * unknown.
 */
export async function canLoadAdapters(prober: Prober): Promise<boolean | null> {
  const root = serverRoot(prober.target.baseUrl);
  if (root === null) return null;
  const [route, elsewhere, info] = await Promise.all([
    prober.requestInfo("post", `${root}/v1/load_lora_adapter`, []),
    prober.requestInfo("post", `${root}/v1/no_such_route`, []),
    prober.requestInfo("get", `${root}/get_server_info`),
  ]);
  const settings = serverInfo.safeParse(info?.body);
  if (settings.success && typeof settings.data.enable_lora === "boolean")
    return settings.data.enable_lora;
  if (route === null || route.status === 401 || route.status === 403 || route.status === 429)
    return null;
  if (REFUSED_STATUSES.has(route.status)) return elsewhere?.status === route.status ? null : true;
  return route.status >= 500 && route.status !== 501 ? null : false;
}
