import type { Palette } from "./draw";
import { NO_VALUE_COLOUR, type ColourClass } from "./colour-scale";

/** Resolves CSS colours in the current theme: a canvas knows neither variables nor `color-mix`. */
export function resolvePalette(near: HTMLElement, classes: readonly ColourClass[]): Palette {
  const probe = near.ownerDocument.createElement("span");
  // A transition, however short, would yield the colour resolved before.
  probe.style.transition = "none";
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
