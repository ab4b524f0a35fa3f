import { Page } from "@/components/shell";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { formatBytes, formatCount } from "@/components/ui/format";
import { PageHeader } from "@/components/ui/page-header";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import type { DatasetColumn, DatasetDetail } from "@/lib/contracts/datasets";
import {
  formatColumnType,
  formatColumnValues,
  formatMissing,
  formatNonNumbers,
} from "./format-column";

/** One table: its columns and first rows. */
export function DatasetView({ dataset }: { dataset: DatasetDetail }) {
  const { name, fileName, rows, emptyRows, bytes, columns, isSample, description, preview } =
    dataset;
  return (
    <Page crumbs={[{ label: "Data", href: "/data" }, { label: name }]}>
      <PageHeader
        title={name}
        status={isSample ? <Badge tone="warning">Synthetic sample</Badge> : undefined}
        description={
          description ?? `${fileName}, ${formatCount(rows, "row")}, ${formatBytes(bytes)}`
        }
      />
      {emptyRows > 0 ? (
        <Alert
          title={
            emptyRows === 1
              ? "1 empty row was left out"
              : `${formatCount(emptyRows, "empty row")} were left out`
          }
        >
          No cell of such a row had a value. Row numbers on this page and in messages of a run do
          not count them.
        </Alert>
      ) : null}
      {columns.some(({ missing }) => missing > 0) ? (
        <Alert title="Some cells are empty">
          An attribute that reads such a column needs a default value (
          <span className="font-mono text-sm">otherwise</span> in its init); texts and lists default
          to empty.
        </Alert>
      ) : null}
      <Card className="overflow-hidden">
        <CardHeader
          title="Columns"
          description={
            "Types are inferred from the values. A run reads each cell by the type of its " +
            "attribute and rejects values that do not fit."
          }
        />
        <Table label="Columns">
          <TableHeader>
            <TableRow>
              <TableHead>Column</TableHead>
              <TableHead>Type</TableHead>
              <TableHead>Values</TableHead>
              <TableHead>Missing</TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {columns.map((column) => (
              <ColumnRow key={column.name} column={column} rows={rows} />
            ))}
          </TableBody>
        </Table>
      </Card>
      <Card className="overflow-hidden">
        <CardHeader
          title={preview.length < rows ? `First ${formatCount(preview.length, "row")}` : "All rows"}
        />
        <Table label="First rows" maxHeight="32rem">
          <TableHeader>
            <TableRow>
              <TableHead numeric className="w-0">
                Row
              </TableHead>
              {columns.map((column) => (
                <TableHead key={column.name} numeric={isNumeric(column)}>
                  {column.name}
                </TableHead>
              ))}
            </TableRow>
          </TableHeader>
          <TableBody>
            {preview.map((cells, index) => (
              <TableRow key={index}>
                <TableCell numeric className="text-muted-foreground">
                  {index + 1}
                </TableCell>
                {columns.map((column, position) => (
                  <TableCell
                    key={column.name}
                    numeric={isNumeric(column)}
                    className="max-w-80 truncate"
                    title={cells[position]}
                  >
                    {cells[position]}
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Card>
    </Page>
  );
}

function ColumnRow({ column, rows }: { column: DatasetColumn; rows: number }) {
  const nonNumbers = formatNonNumbers(column);
  return (
    <TableRow>
      <TableCell className="font-mono whitespace-nowrap">{column.name}</TableCell>
      <TableCell className="whitespace-nowrap">{formatColumnType(column)}</TableCell>
      <TableCell className="max-w-md">
        {formatColumnValues(column)}
        {nonNumbers === undefined ? null : (
          <span className="block text-sm text-warning">{nonNumbers}</span>
        )}
      </TableCell>
      <TableCell className="whitespace-nowrap">{formatMissing(column, rows)}</TableCell>
    </TableRow>
  );
}

const isNumeric = ({ type }: DatasetColumn): boolean => type === "integer" || type === "number";
