import { formatNumber } from "@/components/ui/format";
import type { Ink } from "./draw";
import type { ColourScale } from "./scale";

const SCALE = 2;
const LINE = 18;
const PADDING = 12;

export type Caption = { readonly title: string; readonly lines: readonly string[] };

/** A picture as a PNG file, with what it shows, what its colours mean and that its data are simulated written beneath it. */
export async function savePicture(picture: HTMLCanvasElement, ink: Ink, scale: ColourScale, { title, lines }: Caption, fileName: string): Promise<void> {
  const legend = legendOf(scale, ink);
  const width = picture.width / SCALE;
  const sheet = Object.assign(document.createElement("canvas"), { width: picture.width, height: picture.height + SCALE * (2 * PADDING + LINE * (2 + lines.length)) });
  const context = sheet.getContext("2d");
  if (!context) throw new Error("the browser has no canvas to spare");
  context.fillStyle = ink.surface;
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.drawImage(picture, 0, 0);
  context.setTransform(SCALE, 0, 0, SCALE, 0, picture.height);
  context.textBaseline = "middle";
  let y = PADDING + LINE / 2;
  const write = (text: string, x: number, font: string): number => {
    context.font = font;
    context.fillStyle = ink.text;
    context.fillText(text, x, y, width - x - PADDING);
    return x + context.measureText(text).width;
  };
  write(title, PADDING, "600 13px system-ui, sans-serif");
  y += LINE;
  let x = PADDING;
  for (const { label, colour } of legend) {
    context.fillStyle = colour;
    context.strokeStyle = ink.tie;
    context.fillRect(x, y - 5, 10, 10);
    context.strokeRect(x, y - 5, 10, 10);
    x = label === "" ? x + 12 : write(label, x + 14, "12px system-ui, sans-serif") + 12;
  }
  for (const line of lines) {
    y += LINE;
    write(line, PADDING, "12px system-ui, sans-serif");
  }
  const blob = await new Promise<Blob | null>((resolve) => sheet.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("the browser could not make a picture");
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href: url, download: fileName }).click();
  // The download has begun by the next turn.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

/** Steps are named at their ends and in the middle. */
function legendOf({ classes, borders }: ColourScale, ink: Ink): { label: string; colour: string }[] {
  return classes.map(({ label }, place) => {
    const border = borders && (place === 0 ? borders[0] : place === classes.length - 1 ? borders.at(-1) : undefined);
    return { label: borders ? (border === undefined ? "" : formatNumber(border)) : label, colour: ink.classes[place] ?? ink.none };
  });
}
