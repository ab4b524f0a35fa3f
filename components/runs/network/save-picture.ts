import { formatNumber } from "@/components/ui/format";
import { FINENESS, type Ink } from "./draw";
import type { ColourScale } from "./scale";

/** After how many milliseconds the browser has read the file. */
const READ_AFTER = 30_000;
const LINE = 18;
const PADDING = 12;
const SMALL = "12px system-ui, sans-serif";

export type Caption = { readonly title: string; readonly lines: readonly string[] };

/** A picture as a PNG file, with what it shows, what its colours mean and that its data are simulated written beneath it. */
export async function savePicture(picture: HTMLCanvasElement, ink: Ink, scale: ColourScale, { title, lines }: Caption, fileName: string): Promise<void> {
  const legend = legendOf(scale, ink);
  const width = picture.width / FINENESS;
  const sheet = Object.assign(document.createElement("canvas"), { width: picture.width, height: picture.height + FINENESS * (2 * PADDING + LINE * (2 + lines.length)) });
  const context = sheet.getContext("2d");
  if (!context) throw new Error("the browser has no canvas to spare");
  context.fillStyle = ink.surface;
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.drawImage(picture, 0, 0);
  context.setTransform(FINENESS, 0, 0, FINENESS, 0, picture.height);
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
  for (const { before, colour, after } of legend) {
    if (before !== "") x = write(before, x, SMALL) + 4;
    context.fillStyle = colour;
    context.strokeStyle = ink.tie;
    context.lineWidth = 0.5;
    context.fillRect(x, y - 5, 10, 10);
    context.strokeRect(x, y - 5, 10, 10);
    x = after === "" ? x + 11 : write(after, x + 14, SMALL) + 12;
  }
  for (const line of lines) {
    y += LINE;
    write(line, PADDING, SMALL);
  }
  const blob = await new Promise<Blob | null>((resolve) => sheet.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("the browser could not make a picture");
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href: url, download: fileName }).click();
  // Nothing tells when the browser has read the file.
  setTimeout(() => URL.revokeObjectURL(url), READ_AFTER);
}

/** Names stand after their colours; steps have their ends before the first and after the last. */
function legendOf({ classes, borders }: ColourScale, ink: Ink): { before: string; colour: string; after: string }[] {
  return classes.map(({ label }, place) => ({
    before: borders && place === 0 ? formatNumber(borders[0]) : "",
    colour: ink.classes[place] ?? ink.none,
    after: borders ? (place === classes.length - 1 ? formatNumber(borders.at(-1)) : "") : label,
  }));
}
