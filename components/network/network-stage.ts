import { select, type Selection } from "d3-selection";
import { zoom, zoomIdentity, type ZoomTransform } from "d3-zoom";
import { drawScene, EXPORT_SCALE, radiusAt, type Palette, type Scene } from "./draw";
import type { LayoutTask } from "./layout";
import type { LayoutMessage } from "./layout.worker";
import { isComplete, PositionCache } from "./position-cache";

export type NetworkStageEvents = {
  /** The node under the pointer and its position on the canvas; null for none. */
  readonly onHover: (hovered: { index: number; x: number; y: number } | null) => void;
  readonly onSelect: (index: number) => void;
  readonly onLayout: (state: "busy" | "done" | "failed") => void;
};

const MAX_ZOOM = 12;
const MIN_ZOOM = 0.02;
/** Empty border around a picture that is fitted into the canvas, in pixels. */
const MARGIN = 28;
/** How near to a node the pointer counts as over it, in pixels. */
const HIT_RADIUS = 6;
/** A press that moves less than this many pixels is a click. */
const CLICK_DISTANCE = 4;

/**
 * Shows a network on a canvas that can be panned and zoomed. A worker computes the layout once;
 * nodes then keep their positions over rounds and colours, and only new nodes are placed.
 */
export class NetworkStage {
  private readonly context: CanvasRenderingContext2D | null;
  private readonly canvas: Selection<HTMLCanvasElement, unknown, null, undefined>;
  private readonly behaviour = zoom<HTMLCanvasElement, unknown>()
    .scaleExtent([MIN_ZOOM, MAX_ZOOM])
    .clickDistance(CLICK_DISTANCE);
  private worker: Worker | undefined;
  private task = 0;
  private scene: Scene | undefined;
  private palette: Palette | undefined;
  private positions = new Float32Array();
  private readonly positionCache = new PositionCache();
  private transform: ZoomTransform = zoomIdentity;
  private size = { width: 0, height: 0 };
  private hovered = -1;
  /** Whether the picture is kept fitted into the canvas, which it is until the reader moves it. */
  private isFitted = true;
  private frame: number | undefined;

  constructor(
    private readonly element: HTMLCanvasElement,
    private readonly events: NetworkStageEvents,
  ) {
    this.context = element.getContext("2d");
    this.canvas = select(element);
    this.behaviour.on(
      "zoom",
      ({ transform, sourceEvent }: { transform: ZoomTransform; sourceEvent: unknown }) => {
        if (sourceEvent) this.isFitted = false;
        this.transform = transform;
        this.setHovered(-1);
        this.redraw();
      },
    );
    this.canvas.call(this.behaviour).on("dblclick.zoom", null);
    element.addEventListener("pointermove", this.onPointerMove);
    element.addEventListener("pointerleave", this.onPointerLeave);
    element.addEventListener("click", this.onClick);
  }

  close(): void {
    this.worker?.terminate();
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.canvas.on(".zoom", null);
    this.element.removeEventListener("pointermove", this.onPointerMove);
    this.element.removeEventListener("pointerleave", this.onPointerLeave);
    this.element.removeEventListener("click", this.onClick);
  }

  resize(width: number, height: number): void {
    this.size = { width, height };
    const { devicePixelRatio } = window;
    Object.assign(this.element, {
      width: Math.round(width * devicePixelRatio),
      height: Math.round(height * devicePixelRatio),
    });
    if (this.isFitted) this.fit();
    else this.redraw();
  }

  show(scene: Scene, palette: Palette): void {
    const isOther = this.scene?.ids !== scene.ids || this.scene.edges !== scene.edges;
    this.scene = scene;
    this.palette = palette;
    if (isOther) this.startLayout();
    else this.redraw();
  }

  /** Discards all positions and lays out the network as it is now. */
  recomputeLayout(): void {
    this.positionCache.clear();
    this.startLayout();
  }

  fit(): void {
    this.isFitted = true;
    const { width, height } = this.size;
    const box = boundsOf(this.positions);
    const k = Math.max(
      MIN_ZOOM,
      Math.min(
        2.5,
        (width - 2 * MARGIN) / Math.max(1, box.width),
        (height - 2 * MARGIN) / Math.max(1, box.height),
      ),
    );
    this.behaviour.transform(
      this.canvas,
      zoomIdentity.translate(width / 2 - k * box.x, height / 2 - k * box.y).scale(k),
    );
  }

  zoomBy(factor: number): void {
    this.isFitted = false;
    this.behaviour.scaleBy(this.canvas, factor);
  }

  /** Pans by shares of the size of the canvas. */
  pan(across: number, down: number): void {
    this.isFitted = false;
    this.behaviour.translateBy(
      this.canvas,
      (across * this.size.width) / this.transform.k,
      (down * this.size.height) / this.transform.k,
    );
  }

  /** Returns the picture on a canvas of its own, at EXPORT_SCALE. */
  snapshot(): HTMLCanvasElement | null {
    const canvas = Object.assign(document.createElement("canvas"), {
      width: Math.round(this.size.width * EXPORT_SCALE),
      height: Math.round(this.size.height * EXPORT_SCALE),
    });
    const context = canvas.getContext("2d");
    if (!context) return null;
    this.drawOn(context, EXPORT_SCALE, -1);
    return canvas;
  }

  private startLayout(): void {
    const { scene } = this;
    if (!scene) return;
    this.task += 1;
    this.worker?.terminate();
    this.worker = undefined;
    this.setHovered(-1);
    const { fixed, initial } = this.positionCache.lookup(scene.ids);
    if (isComplete(fixed)) return this.applyPositions(fixed, true);
    // Keep the previous picture until the first positions of these nodes arrive.
    this.positions = new Float32Array();
    if (isComplete(initial)) this.applyPositions(initial, false);
    this.events.onLayout("busy");
    try {
      this.worker = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
    } catch {
      return this.events.onLayout("failed");
    }
    this.worker.onmessage = ({ data }: MessageEvent<LayoutMessage>) => {
      if (data.task === this.task) this.applyPositions(data.positions, data.done);
    };
    this.worker.onerror = () => this.events.onLayout("failed");
    this.worker.postMessage({
      task: this.task,
      count: scene.ids.length,
      edges: Uint32Array.from(scene.edges.flat()),
      fixed,
      initial,
    } satisfies LayoutTask & { task: number });
  }

  private applyPositions(positions: Float32Array, done: boolean): void {
    this.positions = Float32Array.from(positions);
    this.positionCache.store(this.scene?.ids ?? [], positions, done);
    if (done) this.events.onLayout("done");
    if (this.isFitted) this.fit();
    else this.redraw();
  }

  private redraw(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      if (this.context) this.drawOn(this.context, window.devicePixelRatio, this.hovered);
    });
  }

  private drawOn(context: CanvasRenderingContext2D, scale: number, hovered: number): void {
    // Nothing can be drawn before the first positions arrive.
    if (!this.scene || !this.palette || this.positions.length !== 2 * this.scene.ids.length) return;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    drawScene(
      context,
      this.size,
      this.scene,
      this.positions,
      this.palette,
      { k: this.transform.k, dx: this.transform.x, dy: this.transform.y },
      hovered,
    );
  }

  private nodeAt(event: MouseEvent): number {
    const { scene } = this;
    if (!scene || this.positions.length !== 2 * scene.ids.length) return -1;
    const box = this.element.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let [nearest, least] = [-1, Infinity];
    for (let index = 0; index < scene.ids.length; index += 1) {
      const [ax, ay] = this.onCanvas(index);
      const distance = Math.hypot(ax - x, ay - y) - radiusAt(scene, index, this.transform.k);
      if (distance < HIT_RADIUS && distance < least) [nearest, least] = [index, distance];
    }
    return nearest;
  }

  private onCanvas(index: number): [number, number] {
    return this.transform.apply([
      this.positions[2 * index] ?? 0,
      this.positions[2 * index + 1] ?? 0,
    ]);
  }

  private setHovered(index: number): void {
    if (index === this.hovered) return;
    this.hovered = index;
    this.element.style.cursor = index < 0 ? "" : "pointer";
    const [x, y] = this.onCanvas(Math.max(0, index));
    this.events.onHover(index < 0 ? null : { index, x, y });
    this.redraw();
  }

  private readonly onPointerMove = (event: PointerEvent): void => {
    if (event.buttons === 0) this.setHovered(this.nodeAt(event));
  };
  private readonly onPointerLeave = (): void => this.setHovered(-1);
  private readonly onClick = (event: MouseEvent): void => this.events.onSelect(this.nodeAt(event));
}

function boundsOf(positions: Float32Array): {
  x: number;
  y: number;
  width: number;
  height: number;
} {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = 0; at < positions.length; at += 2) {
    const [x = 0, y = 0] = [positions[at], positions[at + 1]];
    [left, right, top, bottom] = [
      Math.min(left, x),
      Math.max(right, x),
      Math.min(top, y),
      Math.max(bottom, y),
    ];
  }
  return positions.length === 0
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
}
