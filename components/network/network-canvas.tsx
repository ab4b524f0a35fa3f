"use client";

import { Maximize, Minus, Plus, Shuffle } from "lucide-react";
import {
  useEffect,
  useImperativeHandle,
  useReducer,
  useRef,
  useState,
  type KeyboardEvent,
  type Ref,
} from "react";
import { useTheme } from "@/components/theme";
import { Alert } from "@/components/ui/alert";
import { cn } from "@/components/ui/cn";
import { isKey, type KeyName } from "@/components/ui/keys";
import { IconButton } from "@/components/ui/icon-button";
import { Spinner } from "@/components/ui/spinner";
import type { Scene } from "./draw";
import { resolvePalette } from "./palette";
import type { ColourClass } from "./colour-scale";
import { NetworkStage } from "./network-stage";

const ZOOM = 1.4;
const STEP = 0.1;

export interface NetworkCanvasProps {
  scene: Scene;
  classes: readonly ColourClass[];
  /** Describes the picture to assistive technology. */
  label: string;
  /** Text of the tooltip for a node. */
  describe: (index: number) => string;
  /** Called with the index of the clicked node, or -1 for a click on empty space. */
  onSelect: (index: number) => void;
  stageRef: Ref<Pick<NetworkStage, "snapshot"> | null>;
}

/**
 * The picture on a canvas: drag to pan, wheel or pinch to zoom; arrow keys, plus, minus and 0 do
 * the same.
 */
export function NetworkCanvas({
  scene,
  classes,
  label,
  describe,
  onSelect: onChoose,
  stageRef,
}: NetworkCanvasProps) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const stage = useRef<NetworkStage | null>(null);
  const choose = useRef(onChoose);
  const [hovered, setHovered] = useState<{ index: number; x: number; y: number } | null>(null);
  const [layout, setLayout] = useState<"busy" | "done" | "failed">("busy");
  const theme = useTheme();
  const [systemThemes, countSystemTheme] = useReducer((count: number) => count + 1, 0);

  useImperativeHandle(stageRef, () => ({ snapshot: () => stage.current?.snapshot() ?? null }), []);

  useEffect(() => {
    choose.current = onChoose;
  }, [onChoose]);

  useEffect(() => {
    if (!canvas.current || !box.current) return;
    const opened = new NetworkStage(canvas.current, {
      onHover: setHovered,
      onSelect: (index) => choose.current(index),
      onLayout: setLayout,
    });
    stage.current = opened;
    const observer = new ResizeObserver(
      ([entry]) => entry && opened.resize(entry.contentRect.width, entry.contentRect.height),
    );
    observer.observe(box.current);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", countSystemTheme);
    return () => {
      dark.removeEventListener("change", countSystemTheme);
      observer.disconnect();
      opened.close();
      stage.current = null;
    };
  }, []);

  useEffect(() => {
    if (box.current) stage.current?.show(scene, resolvePalette(box.current, classes));
  }, [scene, classes, theme, systemThemes]);

  const onKeyDown = (event: KeyboardEvent) => {
    const act = ACTIONS.find(([name]) => isKey(event, name))?.[1];
    if (!act || !stage.current) return;
    event.preventDefault();
    act(stage.current);
  };

  return (
    <div ref={box} className="relative min-h-0 flex-1 overflow-hidden">
      <canvas
        ref={canvas}
        tabIndex={0}
        role="application"
        aria-label={
          `${label} Arrow keys pan, plus and minus zoom, 0 fits the network. The table contains ` +
          "the same data."
        }
        onKeyDown={onKeyDown}
        className={cn(
          "focus-inset absolute inset-0 size-full cursor-grab touch-none",
          "active:cursor-grabbing",
        )}
      />
      {hovered ? (
        <div
          className={cn(
            "pointer-events-none absolute z-1 max-w-64 rounded-md border border-border",
            "bg-popover px-2 py-1 text-sm whitespace-pre-line",
          )}
          style={{
            left: hovered.x,
            top: hovered.y,
            transform: `translate(-50%, ${hovered.y < 90 ? "16px" : "calc(-100% - 16px)"})`,
          }}
        >
          {describe(hovered.index)}
        </div>
      ) : null}
      <div
        className={cn(
          "absolute right-2 bottom-2 flex flex-col rounded-md",
          "border border-border bg-card",
        )}
      >
        <IconButton
          size="sm"
          label="Zoom in"
          shortcut="+"
          onClick={() => stage.current?.zoomBy(ZOOM)}
        >
          <Plus aria-hidden />
        </IconButton>
        <IconButton
          size="sm"
          label="Zoom out"
          shortcut="-"
          onClick={() => stage.current?.zoomBy(1 / ZOOM)}
        >
          <Minus aria-hidden />
        </IconButton>
        <IconButton size="sm" label="Fit to view" shortcut="0" onClick={() => stage.current?.fit()}>
          <Maximize aria-hidden />
        </IconButton>
        <IconButton
          size="sm"
          label="Recompute layout"
          onClick={() => stage.current?.recomputeLayout()}
        >
          <Shuffle aria-hidden />
        </IconButton>
      </div>
      {layout === "busy" ? (
        <div
          className={cn(
            "absolute top-2 left-2 rounded-md bg-card/80 px-2 py-1 text-sm",
            "text-muted-foreground",
          )}
        >
          <Spinner label="Computing layout" />
        </div>
      ) : null}
      {layout === "failed" ? (
        <div className="absolute inset-x-4 top-4">
          <Alert tone="warning" title="The network could not be drawn">
            This browser does not support background computation on this page. The table contains
            the same data.
          </Alert>
        </div>
      ) : null}
    </div>
  );
}

const ACTIONS: readonly (readonly [KeyName, (stage: NetworkStage) => void])[] = [
  ["panLeft", (stage) => stage.pan(STEP, 0)],
  ["panRight", (stage) => stage.pan(-STEP, 0)],
  ["panUp", (stage) => stage.pan(0, STEP)],
  ["panDown", (stage) => stage.pan(0, -STEP)],
  ["zoomIn", (stage) => stage.zoomBy(ZOOM)],
  ["zoomOut", (stage) => stage.zoomBy(1 / ZOOM)],
  ["fit", (stage) => stage.fit()],
];
