import { z } from "zod";
import type { Connections } from "./connections";
import { UnreadableReply } from "./unreadable-reply";

/** More than anybody reads in a message or picks from. */
const MOST = 200;
const NAMED = 8;

const list = z.object({ data: z.array(z.object({ id: z.string(), owned_by: z.string().nullish() })) });

export type OfferedModel = { readonly id: string; readonly ownedBy: string | null };

/** What the server's model list offers. Rejects as calls do; a body of another shape is an `UnreadableReply`. */
export async function listModels(connections: Connections, timeoutMs: number): Promise<OfferedModel[]> {
  const parsed = list.safeParse(await connections.get("/models", { timeoutMs }));
  if (!parsed.success) throw new UnreadableReply("page", "something else than a list of models");
  return parsed.data.data.slice(0, MOST).map(({ id, owned_by }) => ({ id, ownedBy: owned_by ?? null }));
}

/** “It offers: a, b, c.”, or nothing where nothing is known. */
export function offerSentence(models: readonly OfferedModel[]): string {
  if (models.length === 0) return "";
  const named = models.slice(0, NAMED).map(({ id }) => id).join(", ");
  return ` It offers: ${named}${models.length > NAMED ? ` and ${models.length - NAMED} more` : ""}.`;
}
