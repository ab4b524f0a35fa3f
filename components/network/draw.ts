/** What a picture shows: agents by their places, with colours that a canvas knows. */
export type Scene = {
  readonly ids: readonly string[];
  readonly edges: readonly (readonly [number, number])[];
  readonly neighbours: readonly (readonly number[])[];
  readonly directed: boolean;
  readonly classOf: readonly number[];
  readonly radii: readonly number[];
  /** The place of the agent that is chosen; -1 for nobody. */
  readonly chosen: number;
};

/** Colours as the browser resolved them. */
export type Ink = {
  readonly classes: readonly string[];
  readonly none: string;
  readonly tie: string;
  readonly text: string;
  readonly surface: string;
  readonly mark: string;
};

/** From positions to pixels: x·k + dx. */
export type View = { readonly k: number; readonly dx: number; readonly dy: number };

/** Arrows and names are drawn as long as there is room for them. */
const MOST_ARROWS = 2_500;
const MOST_NAMES = 60;
const FONT = "11px system-ui, sans-serif";

/** Pixels of a saved picture for one on the page, each way. */
export const FINENESS = 2;

/** Draws a scene. `pointed` is the agent under the pointer: it and the chosen one are shown with their ties, before all others. */
export function draw(
  context: CanvasRenderingContext2D,
  size: { width: number; height: number },
  scene: Scene,
  positions: Float32Array,
  ink: Ink,
  view: View,
  pointed: number,
): void {
  const x = (place: number): number => (positions[2 * place] ?? 0) * view.k + view.dx;
  const y = (place: number): number => (positions[2 * place + 1] ?? 0) * view.k + view.dy;
  const radius = (place: number): number => radiusAt(scene, place, view.k);
  const marked = [scene.chosen, pointed].filter(
    (place, index, all) => place >= 0 && place < scene.ids.length && all.indexOf(place) === index,
  );

  const lines = (places: Iterable<readonly [number, number]>): void => {
    context.beginPath();
    for (const [source, target] of places) {
      context.moveTo(x(source), y(source));
      context.lineTo(x(target), y(target));
    }
    context.stroke();
  };
  const arrows = (places: Iterable<readonly [number, number]>): void => {
    context.beginPath();
    for (const [source, target] of places)
      arrow(context, x(source), y(source), x(target), y(target), radius(target));
    context.fill();
  };
  const discs = (places: readonly number[], fill: string): void => {
    context.fillStyle = fill;
    context.beginPath();
    for (const place of places) {
      context.moveTo(x(place) + radius(place), y(place));
      context.arc(x(place), y(place), radius(place), 0, 2 * Math.PI);
    }
    context.fill();
    context.stroke();
  };

  context.fillStyle = ink.surface;
  context.fillRect(0, 0, size.width, size.height);

  // Many ties are drawn fainter, so that a dense network is not one blot.
  context.globalAlpha =
    Math.max(0.12, Math.min(0.6, 400 / Math.max(1, scene.edges.length))) *
    (marked.length > 0 ? 0.6 : 1);
  context.strokeStyle = context.fillStyle = ink.tie;
  context.lineWidth = 1;
  lines(scene.edges);
  context.globalAlpha = 1;
  if (scene.directed && scene.edges.length <= MOST_ARROWS) {
    context.globalAlpha = 0.7;
    arrows(scene.edges);
    context.globalAlpha = 1;
  }

  const byClass = ink.classes.map((): number[] => []);
  const without: number[] = [];
  for (const [place, value] of scene.classOf.entries()) (byClass[value] ?? without).push(place);
  context.lineWidth = 0.75;
  context.strokeStyle = ink.tie;
  discs(without, ink.none);
  for (const [value, places] of byClass.entries()) discs(places, ink.classes[value] ?? ink.none);

  for (const place of marked) {
    const own = scene.neighbours[place] ?? [];
    context.strokeStyle = ink.mark;
    context.lineWidth = 1.5;
    lines(own.map((other) => [place, other] as const));
    context.strokeStyle = ink.surface;
    context.lineWidth = 1;
    for (const other of [...own, place])
      discs([other], ink.classes[scene.classOf[other] ?? -1] ?? ink.none);
    context.strokeStyle = ink.mark;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(x(place), y(place), radius(place) + 3, 0, 2 * Math.PI);
    context.stroke();
  }

  const inSight = scene.ids.flatMap((_, place) =>
    x(place) > -20 && x(place) < size.width + 20 && y(place) > -10 && y(place) < size.height + 10
      ? [place]
      : [],
  );
  const named = inSight.length <= MOST_NAMES ? inSight : marked;
  context.font = FONT;
  context.textAlign = "center";
  context.lineJoin = "round";
  for (const place of named) {
    const at = [x(place), y(place) - radius(place) - 5] as const;
    context.strokeStyle = ink.surface;
    context.lineWidth = 3;
    context.strokeText(scene.ids[place] ?? "", ...at);
    context.fillStyle = ink.text;
    context.fillText(scene.ids[place] ?? "", ...at);
  }
}

/** Agents grow more slowly than the distances between them. */
export const radiusAt = (scene: Pick<Scene, "radii">, place: number, k: number): number =>
  (scene.radii[place] ?? 4) * Math.max(0.5, Math.min(3, Math.sqrt(k)));

function arrow(
  context: CanvasRenderingContext2D,
  fromX: number,
  fromY: number,
  toX: number,
  toY: number,
  gap: number,
): void {
  const length = Math.hypot(toX - fromX, toY - fromY);
  if (length < gap + 8) return;
  const [ux, uy] = [(toX - fromX) / length, (toY - fromY) / length];
  const [tipX, tipY] = [toX - ux * gap, toY - uy * gap];
  context.moveTo(tipX, tipY);
  context.lineTo(tipX - 7 * ux - 3 * uy, tipY - 7 * uy + 3 * ux);
  context.lineTo(tipX - 7 * ux + 3 * uy, tipY - 7 * uy - 3 * ux);
  context.closePath();
}
