import { appContainer } from "@/lib/container/app";

/**
 * For monitors, without a session and under any name of the host: whether the app can serve
 * people, and nothing else.
 */
export async function GET(): Promise<Response> {
  const isServing = await appContainer().services.isServing();
  return Response.json(
    { status: isServing ? "ok" : "unavailable" },
    { status: isServing ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}
