import type { Palette } from "./draw";
import { NO_VALUE_COLOUR, type ColourClass } from "./colour-scale";

/** What CSS colours are in the theme of this moment: a canvas knows neither variables nor mixtures of them. */
export function resolvePalette(near: HTMLElement, classes: readonly ColourClass[]): Palette {
  const probe = near.ownerDocument.createElement("span");
  near.append(probe);
  const resolved = (colour: string): string => {
    probe.style.color = colour;
    return getComputedStyle(probe).color;
  };
  const palette: Palette = {
    classes: classes.map(({ colour }) => resolved(colour)),
    noValue: resolved(NO_VALUE_COLOUR),
    tie: resolved("var(--muted-foreground)"),
    text: resolved("var(--foreground)"),
    surface: resolved("var(--card)"),
    highlight: resolved("var(--foreground)"),
  };
  probe.remove();
  return palette;
}
