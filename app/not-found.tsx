import Link from "next/link";
import { Button } from "@/components/ui/button";
import { ProductMark } from "@/components/shell";

export default function NotFound() {
  return (
    <main
      id="content"
      className="flex min-h-[80dvh] flex-col items-center justify-center gap-2 px-6 text-center"
    >
      <ProductMark className="mb-2 size-8" />
      <h1 className="text-xl font-semibold">This page is not here</h1>
      <p className="max-w-prose text-muted-foreground">
        Either there is no such thing, or it is not yours to see. Check the address, or ask who sent
        it to you for access. Nothing was changed.
      </p>
      <Button asChild className="mt-3">
        <Link href="/studies">Go to your studies</Link>
      </Button>
    </main>
  );
}
