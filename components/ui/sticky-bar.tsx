"use client";

import { useEffect, useRef, type ComponentProps } from "react";
import { cn } from "./cn";

const POSITION = { top: "top-0", bottom: "bottom-0" };
const PADDING = { top: "--sticky-top", bottom: "--sticky-bottom" };

export type StickyBarProps = ComponentProps<"div"> & {
  edge: keyof typeof POSITION;
  as?: "div" | "header" | "footer" | undefined;
};

/**
 * A bar that stays at an edge while the content around it scrolls. Tells the scroller its height,
 * so that whatever gets the focus is scrolled to where the bar does not cover it (see
 * `scroll-padding` in globals.css).
 */
export function StickyBar({ edge, as: Element = "div", className, ...props }: StickyBarProps) {
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const node = bar.current;
    if (node === null) return;
    const { style } = node.closest<HTMLElement>("[data-scroller]") ?? document.documentElement;
    // Low windows make the bar an ordinary part of the page: then it covers nothing.
    const update = () => {
      const sticks = getComputedStyle(node).position === "sticky";
      style.setProperty(PADDING[edge], `${String(sticks ? node.offsetHeight : 0)}px`);
    };
    const observer = new ResizeObserver(update);
    observer.observe(node);
    window.addEventListener("resize", update);
    return () => {
      observer.disconnect();
      window.removeEventListener("resize", update);
      style.removeProperty(PADDING[edge]);
    };
  }, [edge]);
  return <Element ref={bar} className={cn("sticky", POSITION[edge], className)} {...props} />;
}
