import { notFound } from "@/lib/contracts/errors";
import { runCommand } from "@/lib/domain/run";
import { route } from "../../../_http/api-route";

const command = runCommand.exclude(["start"]);

export const POST = route<{ id: string; command: string }>(async ({ actor, params, services }) => {
  const asked = command.safeParse(params.command);
  if (!asked.success) throw notFound("command");
  return services.commandRun(actor, params.id, asked.data);
});
