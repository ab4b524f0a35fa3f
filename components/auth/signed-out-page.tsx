import type { ReactNode } from "react";
import { Card, CardBody } from "@/components/ui/card";
import { ProductMark } from "@/components/ui/product-mark";

/** A page for visitors who are not signed in: the product's name and one card. */
export function SignedOutPage({
  title,
  description,
  children,
}: {
  title: string;
  description: ReactNode;
  children: ReactNode;
}) {
  return (
    <main
      id="content"
      className="flex min-h-dvh flex-col items-center justify-center gap-6 px-4 py-12"
    >
      <p className="flex items-center gap-2 text-lg font-semibold">
        <ProductMark className="size-6" />
        Microcosm
      </p>
      <Card className="w-full max-w-sm">
        <CardBody className="flex flex-col gap-4 px-6 pt-5 pb-6 first:pt-5">
          <header className="flex flex-col gap-1">
            <h1 className="text-xl font-semibold">{title}</h1>
            <div className="text-muted-foreground">{description}</div>
          </header>
          {children}
        </CardBody>
      </Card>
      <p className="max-w-sm text-center text-sm text-muted-foreground">
        A web laboratory for social simulation with LLM agents. All agent behaviour is simulated and
        labelled as such.
      </p>
    </main>
  );
}
