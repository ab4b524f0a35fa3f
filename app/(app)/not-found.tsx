import { SearchX } from "lucide-react";
import Link from "next/link";
import { Page } from "@/components/shell";
import { Button } from "@/components/ui/button";

export default function NotFound() {
  return (
    <Page crumbs={[{ label: "Not found" }]}>
      <div className="flex min-h-[60dvh] flex-col items-center justify-center gap-2 text-center">
        <SearchX aria-hidden className="mb-2 size-6 text-muted-foreground" strokeWidth={1.5} />
        <h1 className="text-xl font-semibold">Page not found</h1>
        <p className="max-w-prose text-muted-foreground">
          It does not exist, was deleted, or you do not have access to it. Check the address, or ask
          the person who shared it. What was deleted in the last ten minutes can be restored in
          Settings, Storage.
        </p>
        <Button asChild className="mt-3">
          <Link href="/">Go to the start page</Link>
        </Button>
      </div>
    </Page>
  );
}
