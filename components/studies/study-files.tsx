import Link from "next/link";
import { runLabel } from "@/components/run-data";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import type { RunFileInfo } from "@/lib/contracts/files";
import type { RunSummary } from "@/lib/contracts/runs";

/** The files of each run. All runs have the same files, because they share the scenario. */
export function StudyFiles({
  runs,
  files,
}: {
  runs: readonly RunSummary[];
  files: readonly RunFileInfo[];
}) {
  return (
    <Card>
      <CardHeader
        title="Files"
        description={
          "Each file names the run, condition, replicate and seed in every row, so that " +
          "files of several runs can be concatenated. A fork also contains the rounds it " +
          "shares with its origin: see fork_of and fork_round."
        }
      />
      <CardBody>
        <ul className="flex flex-col gap-2">
          {runs.map((run) => (
            <li key={run.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
              <Link
                href={`/runs/${run.id}/files`}
                className="w-24 rounded-sm font-semibold hover:underline"
              >
                {runLabel(run)}
              </Link>
              {files.map(({ name }) => (
                <a
                  key={name}
                  href={`/api/runs/${run.id}/files/${name}`}
                  download
                  className="rounded-sm font-mono text-sm text-primary hover:underline"
                >
                  {name}
                </a>
              ))}
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  );
}
