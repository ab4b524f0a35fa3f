import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { Timestamp } from "@/components/ui/timestamp";
import type { StoredScenario } from "@/lib/contracts/scenarios";

/** The scenarios that studies of the project were made of; nothing before the first study. */
export function OwnScenarios({ scenarios }: { scenarios: readonly StoredScenario[] }) {
  if (scenarios.length === 0) return null;
  return (
    <Card className="overflow-hidden">
      <CardHeader
        title="Scenarios of this project"
        description={
          "Every scenario that a study was started with, from the gallery or a file. A change of " +
          "its document makes a new version."
        }
      />
      <Table label="Scenarios of this project">
        <TableHeader>
          <TableRow>
            <TableHead>Scenario</TableHead>
            <TableHead numeric>Versions</TableHead>
            <TableHead numeric>Studies</TableHead>
            <TableHead numeric>Runs</TableHead>
            <TableHead>Latest version</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {scenarios.map(({ id, name, title, versions }) => {
            const [latest] = versions;
            const sum = (key: "studies" | "runs") =>
              versions.reduce((total, version) => total + version[key], 0);
            return (
              <TableRow key={id}>
                <TableCell className="min-w-56">
                  <span className="flex flex-wrap items-center gap-2">
                    <Link
                      href={`/scenarios/own/${id}`}
                      className="rounded-sm font-semibold hover:underline"
                    >
                      {title}
                    </Link>
                    {latest?.isTemplate ? <Badge tone="outline">Template</Badge> : null}
                  </span>
                  <span className="block font-mono text-sm text-muted-foreground">{name}</span>
                </TableCell>
                <TableCell numeric>{versions.length}</TableCell>
                <TableCell numeric>{sum("studies")}</TableCell>
                <TableCell numeric>{sum("runs")}</TableCell>
                <TableCell>{latest ? <Timestamp at={latest.createdAt} /> : null}</TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </Card>
  );
}
