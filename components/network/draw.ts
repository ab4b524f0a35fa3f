/** What to draw; nodes are referred to by index. */
export type Scene = {
  readonly ids: readonly string[];
  readonly edges: readonly (readonly [number, number])[];
  readonly neighbours: readonly (readonly number[])[];
  readonly directed: boolean;
  readonly classByNode: readonly number[];
  readonly radii: readonly number[];
  /** The index of the selected agent, -1 for none. */
  readonly selected: number;
};

/** Colours as resolved by the browser. */
export type Palette = {
  readonly classes: readonly string[];
  readonly noValue: string;
  readonly tie: string;
  readonly text: string;
  readonly surface: string;
  readonly highlight: string;
};

/** Maps positions to pixels: x·k + dx. */
export type ViewTransform = { readonly k: number; readonly dx: number; readonly dy: number };

/** Above these numbers, arrows and labels would cover each other and are left out. */
const MAX_ARROWS = 2_500;
const MAX_LABELS = 60;
const FONT = "11px system-ui, sans-serif";

/** Pixels of a saved picture per CSS pixel, in each direction. */
export const EXPORT_SCALE = 2;

/**
 * Draws a scene. The selected node and `hovered`, the node under the pointer, are drawn on top with
 * their ties.
 */
export function drawScene(
  context: CanvasRenderingContext2D,
  size: { width: number; height: number },
  scene: Scene,
  positions: Float32Array,
  palette: Palette,
  view: ViewTransform,
  hovered: number,
): void {
  const x = (index: number): number => (positions[2 * index] ?? 0) * view.k + view.dx;
  const y = (index: number): number => (positions[2 * index + 1] ?? 0) * view.k + view.dy;
  const radius = (index: number): number => radiusAt(scene, index, view.k);
  const highlighted = [scene.selected, hovered].filter(
    (node, at, all) => node >= 0 && node < scene.ids.length && all.indexOf(node) === at,
  );

  const lines = (indices: Iterable<readonly [number, number]>): void => {
    context.beginPath();
    for (const [source, target] of indices) {
      context.moveTo(x(source), y(source));
      context.lineTo(x(target), y(target));
    }
    context.stroke();
  };
  const arrows = (indices: Iterable<readonly [number, number]>): void => {
    context.beginPath();
    for (const [source, target] of indices)
      arrow(context, x(source), y(source), x(target), y(target), radius(target));
    context.fill();
  };
  const discs = (indices: readonly number[], fill: string): void => {
    context.fillStyle = fill;
    context.beginPath();
    for (const index of indices) {
      context.moveTo(x(index) + radius(index), y(index));
      context.arc(x(index), y(index), radius(index), 0, 2 * Math.PI);
    }
    context.fill();
    context.stroke();
  };

  context.fillStyle = palette.surface;
  context.fillRect(0, 0, size.width, size.height);

  // The more ties, the fainter: a dense network would be one blot.
  context.globalAlpha =
    Math.max(0.12, Math.min(0.6, 400 / Math.max(1, scene.edges.length))) *
    (highlighted.length > 0 ? 0.6 : 1);
  context.strokeStyle = context.fillStyle = palette.tie;
  context.lineWidth = 1;
  lines(scene.edges);
  context.globalAlpha = 1;
  if (scene.directed && scene.edges.length <= MAX_ARROWS) {
    context.globalAlpha = 0.7;
    arrows(scene.edges);
    context.globalAlpha = 1;
  }

  const byClass = palette.classes.map((): number[] => []);
  const without: number[] = [];
  for (const [index, value] of scene.classByNode.entries()) (byClass[value] ?? without).push(index);
  context.lineWidth = 0.75;
  context.strokeStyle = palette.tie;
  discs(without, palette.noValue);
  for (const [value, indices] of byClass.entries())
    discs(indices, palette.classes[value] ?? palette.noValue);

  for (const index of highlighted) {
    const own = scene.neighbours[index] ?? [];
    context.strokeStyle = palette.highlight;
    context.lineWidth = 1.5;
    lines(own.map((other) => [index, other] as const));
    context.strokeStyle = palette.surface;
    context.lineWidth = 1;
    for (const other of [...own, index])
      discs([other], palette.classes[scene.classByNode[other] ?? -1] ?? palette.noValue);
    context.strokeStyle = palette.highlight;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(x(index), y(index), radius(index) + 3, 0, 2 * Math.PI);
    context.stroke();
  }

  const visible = scene.ids.flatMap((_, index) =>
    x(index) > -20 && x(index) < size.width + 20 && y(index) > -10 && y(index) < size.height + 10
      ? [index]
      : [],
  );
  const named = visible.length <= MAX_LABELS ? visible : highlighted;
  context.font = FONT;
  context.textAlign = "center";
  context.lineJoin = "round";
  for (const index of named) {
    const at = [x(index), y(index) - radius(index) - 5] as const;
    context.strokeStyle = palette.surface;
    context.lineWidth = 3;
    context.strokeText(scene.ids[index] ?? "", ...at);
    context.fillStyle = palette.text;
    context.fillText(scene.ids[index] ?? "", ...at);
  }
}

/** Node sizes grow more slowly with zoom than distances do. */
export const radiusAt = (scene: Pick<Scene, "radii">, index: number, k: number): number =>
  (scene.radii[index] ?? 4) * Math.max(0.5, Math.min(3, Math.sqrt(k)));

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
