"use client";

import { useEffect, useState, type RefObject } from "react";

/** What of a scroller lies hidden beyond its left and its right edge. */
export interface SidewaysScroll {
  overflows: boolean;
  left: boolean;
  right: boolean;
}

const FITS: SidewaysScroll = { overflows: false, left: false, right: false };

/** Follows whether the content of a scroller is wider than it, and where it is scrolled to. */
export function useSidewaysScroll(scroller: RefObject<HTMLElement | null>): SidewaysScroll {
  const [state, setState] = useState(FITS);
  useEffect(() => {
    const node = scroller.current;
    if (node === null) return;
    const update = () => {
      const hidden = node.scrollWidth - node.clientWidth;
      const next = {
        overflows: hidden > 1,
        left: node.scrollLeft > 1,
        right: node.scrollLeft < hidden - 1,
      };
      setState((known) =>
        known.overflows === next.overflows && known.left === next.left && known.right === next.right
          ? known
          : next,
      );
    };
    const observer = new ResizeObserver(update);
    observer.observe(node);
    if (node.firstElementChild !== null) observer.observe(node.firstElementChild);
    node.addEventListener("scroll", update, { passive: true });
    return () => {
      observer.disconnect();
      node.removeEventListener("scroll", update);
    };
  }, [scroller]);
  return state;
}
