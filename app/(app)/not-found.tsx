import { SearchX } from "lucide-react";
import Link from "next/link";
import { Page } from "@/components/shell";
import { Button } from "@/components/ui/button";

export default function NotFound() {
  return (
    <Page crumbs={[{ label: "Not found" }]}>
      <div className="flex min-h-[60dvh] flex-col items-center justify-center gap-2 text-center">
        <SearchX aria-hidden className="mb-2 size-6 text-muted-foreground" strokeWidth={1.5} />
        <h1 className="text-xl font-semibold">This page is not here</h1>
        <p className="max-w-prose text-muted-foreground">
          Either there is no such thing, or it is not yours to see. Check the address, or ask who
          sent it to you for access. Nothing was changed.
        </p>
        <Button asChild className="mt-3">
          <Link href="/studies">Go to your studies</Link>
        </Button>
      </div>
    </Page>
  );
}
