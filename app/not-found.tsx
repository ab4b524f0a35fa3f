import { Button } from "@/components/ui/button";
import { ProductMark } from "@/components/ui/product-mark";

export default function NotFound() {
  return (
    <main
      id="content"
      className="flex min-h-[80dvh] flex-col items-center justify-center gap-2 px-6 text-center"
    >
      <ProductMark className="mb-2 size-8" />
      <h1 className="text-xl font-semibold">Page not found</h1>
      <p className="max-w-prose text-muted-foreground">
        It does not exist, or you do not have access to it. Check the address, or ask the person who
        shared it for access. No data were changed.
      </p>
      <Button asChild className="mt-3">
        {/* eslint-disable-next-line @next/next/no-html-link-for-pages -- a full load */}
        <a href="/">Go to the start page</a>
      </Button>
    </main>
  );
}
