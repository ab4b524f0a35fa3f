export type Series = {
  readonly label: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly dashed?: boolean;
};

type ChartSettings = {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly Series[];
  /** Both axes. */ readonly logarithmic: boolean;
};

const [WIDTH, HEIGHT] = [640, 360];
const PLOT = { left: 70, right: 40, top: 44, bottom: 52 };
/**
 * Colours that colour-blind readers tell apart (Okabe & Ito, 2008), readable on light and dark
 * pages.
 */
const COLOURS = ["#0072B2", "#E69F00"];
const TEXT_COLOUR = "#808080";

const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const label = (value: number): string =>
  value.toLocaleString("en-GB", { maximumSignificantDigits: 3 });

/** Ticks of an axis: powers of ten, or about five round numbers from zero on. */
export function axisTicks(values: readonly number[], logarithmic: boolean): readonly number[] {
  const most = Math.max(...values);
  if (logarithmic) {
    const [low, high] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(most))];
    return Array.from({ length: Math.max(2, high - low + 1) }, (_, at) => 10 ** (low + at));
  }
  const rough = most / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, at) => at * step);
}

/** A line chart as SVG: small, static, and for a page of documentation. */
export function lineChart({ title, x, y, series, logarithmic }: ChartSettings): string {
  const points = series.flatMap((one) => one.points);
  const [across, up] = [
    axisTicks(
      points.map((point) => point.x),
      logarithmic,
    ),
    axisTicks(
      points.map((point) => point.y),
      logarithmic,
    ),
  ];
  const place = ({
    value,
    ticks,
    from,
    to,
  }: {
    readonly value: number;
    readonly ticks: readonly number[];
    readonly from: number;
    readonly to: number;
  }): number => {
    const scale = (one: number): number => (logarithmic ? Math.log10(one) : one);
    const [low, high] = [scale(ticks[0] ?? 0), scale(ticks.at(-1) ?? 1)];
    return from + ((scale(value) - low) / (high - low)) * (to - from);
  };
  const atX = (value: number): string =>
    place({ value, ticks: across, from: PLOT.left, to: WIDTH - PLOT.right }).toFixed(1);
  const atY = (value: number): string =>
    place({ value, ticks: up, from: HEIGHT - PLOT.bottom, to: PLOT.top }).toFixed(1);
  const text = (left: number | string, top: number | string, content: string, more = ""): string =>
    `<text x="${left}" y="${top}" fill="${TEXT_COLOUR}" ${more}>${escape(content)}</text>`;
  const lines = series.map(({ points: own, dashed, label: name }, at) => {
    const colour = COLOURS[at % COLOURS.length] ?? TEXT_COLOUR;
    const path = own.map((point) => `${atX(point.x)},${atY(point.y)}`).join(" ");
    const dots = dashed
      ? ""
      : own
          .map(
            (point) =>
              `<circle cx="${atX(point.x)}" cy="${atY(point.y)}" r="3.5" fill="${colour}"/>`,
          )
          .join("");
    const key =
      series.length > 1
        ? `<text x="${PLOT.left + 8}" y="${PLOT.top + 16 + at * 16}" ` +
          `fill="${colour}">${escape(name)}</text>`
        : "";
    return (
      `<polyline points="${path}" fill="none" stroke="${colour}" ` +
      `stroke-width="2"${dashed ? ' stroke-dasharray="5 4"' : ""}/>${dots}${key}`
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" ` +
      `aria-label="${escape(title)}" font-family="system-ui, sans-serif" font-size="12">`,
    text(PLOT.left, 22, title, 'font-size="14" font-weight="600"'),
    ...up.map(
      (tick) =>
        `<line x1="${PLOT.left}" x2="${WIDTH - PLOT.right}" y1="${atY(tick)}" ` +
        `y2="${atY(tick)}" stroke="${TEXT_COLOUR}" ` +
        `stroke-opacity="0.25"/>` +
        text(PLOT.left - 8, Number(atY(tick)) + 4, label(tick), 'text-anchor="end"'),
    ),
    ...across.map((tick) =>
      text(atX(tick), HEIGHT - PLOT.bottom + 18, label(tick), 'text-anchor="middle"'),
    ),
    text((WIDTH + PLOT.left) / 2, HEIGHT - 12, x, 'text-anchor="middle"'),
    text(16, HEIGHT / 2, y, `text-anchor="middle" transform="rotate(-90 16 ${HEIGHT / 2})"`),
    ...lines,
    "</svg>",
    "",
  ].join("\n");
}
