"use client";

import { useQuery } from "@tanstack/react-query";
import { Table2, Upload } from "lucide-react";
import { useRouter } from "next/navigation";
import { useRef, useState, type DragEvent } from "react";
import { FailureAlert, get, queryKeys } from "@/components/api";
import { DeletionDialog } from "@/components/deletions";
import { Page } from "@/components/shell";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { SearchInput } from "@/components/ui/search-input";
import { datasetList, type DatasetList, type DatasetSummary } from "@/lib/contracts/datasets";
import { DatasetTable } from "./dataset-table";
import { UploadDialog } from "./upload-dialog";

/** The project's uploaded tables and the samples included with the program. */
export function DataView({ initial }: { initial: DatasetList }) {
  const router = useRouter();
  const { data, error, refetch } = useQuery({
    queryKey: queryKeys.datasets,
    queryFn: ({ signal }) => get("/api/datasets", datasetList, signal),
    initialData: initial,
  });
  const { datasets, mayChange } = data;
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState<File | null>(null);
  const [replaces, setReplaces] = useState<DatasetSummary | null>(null);
  const [deleting, setDeleting] = useState<DatasetSummary | null>(null);
  const [dragOver, setDragOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);

  const choose = (replaced: DatasetSummary | null) => {
    setReplaces(replaced);
    picker.current?.click();
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setDragOver(false);
    const file = event.dataTransfer.files[0];
    if (!mayChange || !file) return;
    setReplaces(null);
    setChosen(file);
  };
  const query = search.trim().toLowerCase();
  const matching = datasets.filter(({ name, fileName, columns }) =>
    `${name} ${fileName} ${columns.map((column) => column.name).join(" ")}`
      .toLowerCase()
      .includes(query),
  );
  const [own, samples] = [
    matching.filter(({ isSample }) => !isSample),
    matching.filter(({ isSample }) => isSample),
  ];
  const hasOwn = datasets.some(({ isSample }) => !isSample);
  const upload = (
    <Button variant="primary" onClick={() => choose(null)}>
      <Upload aria-hidden />
      Upload table
    </Button>
  );
  return (
    <Page crumbs={[{ label: "Data" }]}>
      <PageHeader
        title="Data"
        description={
          "Tables from which scenarios create agents, objects and ties: survey microdata, edge " +
          "lists, MovieLens."
        }
        actions={mayChange && hasOwn ? upload : undefined}
      />
      {error ? (
        <FailureAlert
          title="The list could not be refreshed"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : null}
      <SearchInput label="Search tables" value={search} onValueChange={setSearch} />
      <Card
        className={cn("overflow-hidden", dragOver && "border-primary bg-primary-soft")}
        onDragOver={(event) => {
          event.preventDefault();
          setDragOver(mayChange);
        }}
        onDragLeave={() => setDragOver(false)}
        onDrop={drop}
      >
        {own.length > 0 ? (
          <>
            <CardHeader
              title="Your tables"
              {...(mayChange && { description: "Drop a CSV file here to add one." })}
            />
            <DatasetTable
              label="Your tables"
              datasets={own}
              {...(mayChange && { onReplace: choose, onDelete: setDeleting })}
            />
          </>
        ) : hasOwn ? (
          <EmptyState
            title="No tables match"
            description="The search covers table names, file names and columns."
            action={<Button onClick={() => setSearch("")}>Clear search</Button>}
          />
        ) : (
          <EmptyState
            icon={Table2}
            title="No tables yet"
            description={
              mayChange ? (
                <FirstTable />
              ) : (
                "Researchers and owners of this project can upload tables; you can view them."
              )
            }
            action={mayChange ? upload : undefined}
          />
        )}
      </Card>
      {samples.length > 0 ? (
        <Card className="overflow-hidden">
          <CardHeader
            title="Samples"
            description={
              "Synthetic samples, so that templates run without setup. Your table of the same " +
              "name takes precedence."
            }
          />
          <DatasetTable label="Samples" datasets={samples} />
        </Card>
      ) : null}
      <input
        ref={picker}
        type="file"
        accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
        className="hidden"
        aria-label="CSV file"
        tabIndex={-1}
        onChange={(event) => {
          setChosen(event.target.files?.[0] ?? null);
          event.target.value = "";
        }}
      />
      <UploadDialog
        file={chosen}
        replaces={replaces}
        datasets={datasets}
        onClose={() => setChosen(null)}
        onStored={({ id }) => router.push(`/data/${id}`)}
      />
      {deleting === null ? null : (
        <DeletionDialog kind="dataset" id={deleting.id} onClose={() => setDeleting(null)} />
      )}
    </Page>
  );
}

function FirstTable() {
  return (
    <div className="flex flex-col gap-2">
      <p>
        Drop a CSV file here or choose one: a header row with column names, then one row per person,
        object or tie. Separated by commas, semicolons or tabs; UTF-8; up to 200 MB.
      </p>
      <p>
        The recommender template reads <FileName>movies.csv</FileName> and{" "}
        <FileName>ratings.csv</FileName> of MovieLens, which GroupLens provides for research at{" "}
        <a
          className="underline"
          href="https://grouplens.org/datasets/movielens/"
          target="_blank"
          rel="noreferrer"
        >
          grouplens.org/datasets/movielens
        </a>
        . Unpack the “latest-small” data set and upload both files. Until then, the synthetic
        samples below are used.
      </p>
    </div>
  );
}

const FileName = ({ children }: { children: string }) => (
  <code className="font-mono text-sm">{children}</code>
);
