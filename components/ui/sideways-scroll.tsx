import { MoveHorizontal } from "lucide-react";
import { cn } from "./cn";
import type { SidewaysScroll } from "./use-sideways-scroll";

/** Shadows at the edges of a scroller beyond which it continues; its parent is `relative`. */
export function ScrollShadows({ left, right }: Pick<SidewaysScroll, "left" | "right">) {
  const shadow = "pointer-events-none absolute inset-y-0 z-3 w-4 from-foreground/20 to-transparent";
  return (
    <>
      {left ? <div aria-hidden className={cn(shadow, "left-0 bg-linear-to-r")} /> : null}
      {right ? <div aria-hidden className={cn(shadow, "right-0 bg-linear-to-l")} /> : null}
    </>
  );
}

/** Says that a table continues sideways. */
export function ScrollHint({ overflows }: Pick<SidewaysScroll, "overflows">) {
  return overflows ? (
    <p
      className={cn(
        "flex items-center gap-2 border-t border-border px-4 py-1 text-xs text-muted-foreground",
      )}
    >
      <MoveHorizontal aria-hidden className="size-3.5 shrink-0" />
      Scroll sideways to see all columns
    </p>
  ) : null;
}
