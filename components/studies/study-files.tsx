import Link from "next/link";
import { runLabel } from "@/components/runs";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import type { RunSummary } from "@/lib/contracts/runs";

const FILES = ["decisions.csv", "agents.csv", "measures.csv", "steps.csv", "sft.jsonl", "manifest.json"];

/** The files of each run, one line per run. */
export function StudyFiles({ runs }: { runs: readonly RunSummary[] }) {
  return (
    <Card>
      <CardHeader title="Files" description="Each file names the run, condition, replicate and seed in every row, so that those of several runs can be put below each other." />
      <CardBody>
        <ul className="flex flex-col gap-2">
          {runs.map((run) => (
            <li key={run.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
              <Link href={`/runs/${run.id}/files`} className="w-24 rounded-sm font-semibold hover:underline">
                {runLabel(run)}
              </Link>
              {FILES.map((file) => (
                <a key={file} href={`/api/runs/${run.id}/files/${file}`} download className="rounded-sm font-mono text-sm text-primary hover:underline">
                  {file}
                </a>
              ))}
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  );
}
