import { select, type Selection } from "d3-selection";
import { zoom, zoomIdentity, type ZoomTransform } from "d3-zoom";
import { draw, FINENESS, radiusAt, type Ink, type Scene } from "./draw";
import type { Laid } from "./layout.worker";
import { isComplete, Standing } from "./standing";

export type StageEvents = {
  /** The agent under the pointer, and where it stands on the canvas; null for none. */
  readonly onPoint: (pointed: { place: number; x: number; y: number } | null) => void;
  readonly onChoose: (place: number) => void;
  readonly onLayout: (state: "busy" | "done" | "failed") => void;
};

const CLOSEST = 12;
const FARTHEST = 0.02;
/** Empty space around a picture that is shown whole, in pixels. */
const MARGIN = 28;
/** How near to an agent the pointer must be, in pixels. */
const REACH = 6;
/** A press that moves no farther than this is a click. */
const STILL = 4;

/**
 * A canvas with a network on it, which can be moved and zoomed. Where agents stand is computed in a worker, once: they stay
 * there when rounds pass and colours change, and only those that are new are placed.
 */
export class Stage {
  private readonly context: CanvasRenderingContext2D | null;
  private readonly canvas: Selection<HTMLCanvasElement, unknown, null, undefined>;
  private readonly behaviour = zoom<HTMLCanvasElement, unknown>()
    .scaleExtent([FARTHEST, CLOSEST])
    .clickDistance(STILL);
  private worker: Worker | undefined;
  private task = 0;
  private scene: Scene | undefined;
  private ink: Ink | undefined;
  private positions = new Float32Array();
  private readonly standing = new Standing();
  private transform: ZoomTransform = zoomIdentity;
  private size = { width: 0, height: 0 };
  private pointed = -1;
  /** Until somebody moves it, the picture is kept in sight as a whole. */
  private isFitted = true;
  private frame: number | undefined;

  constructor(
    private readonly element: HTMLCanvasElement,
    private readonly events: StageEvents,
  ) {
    this.context = element.getContext("2d");
    this.canvas = select(element);
    this.behaviour.on(
      "zoom",
      ({ transform, sourceEvent }: { transform: ZoomTransform; sourceEvent: unknown }) => {
        if (sourceEvent) this.isFitted = false;
        this.transform = transform;
        this.point(-1);
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

  show(scene: Scene, ink: Ink): void {
    const isOther = this.scene?.ids !== scene.ids || this.scene.edges !== scene.edges;
    this.scene = scene;
    this.ink = ink;
    if (isOther) this.place();
    else this.redraw();
  }

  /** Everybody anew, where the forces of the ties as they are now would have them. */
  layOutAgain(): void {
    this.standing.clear();
    this.place();
  }

  fit(): void {
    this.isFitted = true;
    const { width, height } = this.size;
    const box = boundsOf(this.positions);
    const k = Math.max(
      FARTHEST,
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

  /** By a share of the canvas. */
  pan(across: number, down: number): void {
    this.isFitted = false;
    this.behaviour.translateBy(
      this.canvas,
      (across * this.size.width) / this.transform.k,
      (down * this.size.height) / this.transform.k,
    );
  }

  /** The picture as it is on the canvas, FINENESS times as fine, on a canvas of its own. */
  copy(): HTMLCanvasElement | null {
    const copy = Object.assign(document.createElement("canvas"), {
      width: Math.round(this.size.width * FINENESS),
      height: Math.round(this.size.height * FINENESS),
    });
    const context = copy.getContext("2d");
    if (!context) return null;
    this.drawOn(context, FINENESS, -1);
    return copy;
  }

  private place(): void {
    const { scene } = this;
    if (!scene) return;
    this.task += 1;
    this.worker?.terminate();
    this.worker = undefined;
    this.point(-1);
    const { settled, begun } = this.standing.of(scene.ids);
    if (isComplete(settled)) return this.stand(settled, true);
    // Positions of other agents are not theirs: until the first of their own come, the picture before this one stays.
    this.positions = new Float32Array();
    if (isComplete(begun)) this.stand(begun, false);
    this.events.onLayout("busy");
    try {
      this.worker = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
    } catch {
      return this.events.onLayout("failed");
    }
    this.worker.onmessage = ({ data }: MessageEvent<Laid>) => {
      if (data.task === this.task) this.stand(data.positions, data.done);
    };
    this.worker.onerror = () => this.events.onLayout("failed");
    this.worker.postMessage({
      task: this.task,
      count: scene.ids.length,
      edges: Uint32Array.from(scene.edges.flat()),
      known: settled,
      begun,
    });
  }

  private stand(positions: Float32Array, done: boolean): void {
    this.positions = Float32Array.from(positions);
    this.standing.keep(this.scene?.ids ?? [], positions, done);
    if (done) this.events.onLayout("done");
    if (this.isFitted) this.fit();
    else this.redraw();
  }

  private redraw(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      if (this.context) this.drawOn(this.context, window.devicePixelRatio, this.pointed);
    });
  }

  private drawOn(context: CanvasRenderingContext2D, scale: number, pointed: number): void {
    // Until the first positions come there is nothing to see.
    if (!this.scene || !this.ink || this.positions.length !== 2 * this.scene.ids.length) return;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    draw(
      context,
      this.size,
      this.scene,
      this.positions,
      this.ink,
      { k: this.transform.k, dx: this.transform.x, dy: this.transform.y },
      pointed,
    );
  }

  private placeAt(event: MouseEvent): number {
    const { scene } = this;
    if (!scene || this.positions.length !== 2 * scene.ids.length) return -1;
    const box = this.element.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let [nearest, least] = [-1, Infinity];
    for (let place = 0; place < scene.ids.length; place += 1) {
      const [ax, ay] = this.onCanvas(place);
      const away = Math.hypot(ax - x, ay - y) - radiusAt(scene, place, this.transform.k);
      if (away < REACH && away < least) [nearest, least] = [place, away];
    }
    return nearest;
  }

  private onCanvas(place: number): [number, number] {
    return this.transform.apply([
      this.positions[2 * place] ?? 0,
      this.positions[2 * place + 1] ?? 0,
    ]);
  }

  private point(place: number): void {
    if (place === this.pointed) return;
    this.pointed = place;
    this.element.style.cursor = place < 0 ? "" : "pointer";
    const [x, y] = this.onCanvas(Math.max(0, place));
    this.events.onPoint(place < 0 ? null : { place, x, y });
    this.redraw();
  }

  private readonly onPointerMove = (event: PointerEvent): void => {
    if (event.buttons === 0) this.point(this.placeAt(event));
  };
  private readonly onPointerLeave = (): void => this.point(-1);
  private readonly onClick = (event: MouseEvent): void => this.events.onChoose(this.placeAt(event));
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
