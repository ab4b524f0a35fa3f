import { RunOverview } from "@/components/run";
import { findRun, listForks, requireViewer } from "../../../_server/viewer";

export default async function RunPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { actor, services } = await requireViewer(`/runs/${id}`);
  const run = await findRun(id);
  const [measures, forks, interventions, faults] = await Promise.all([
    services.listMeasures(actor, id),
    listForks(id),
    services.listInterventions(actor, id),
    services.countFaults(actor, id),
  ]);
  return (
    <RunOverview
      run={run}
      measures={measures}
      forks={forks}
      interventions={interventions}
      faults={faults}
    />
  );
}
