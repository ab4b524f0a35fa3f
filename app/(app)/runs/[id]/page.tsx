import { RunOverview } from "@/components/runs";
import { enter, findRun } from "../../../_server/enter";

export default async function RunPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { actor, services } = await enter(`/runs/${id}`);
  const run = await findRun(id);
  return <RunOverview run={run} measures={await services.listMeasures(actor, id)} />;
}
