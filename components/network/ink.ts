import type { Ink } from "./draw";
import { NO_VALUE_COLOUR, type ColourClass } from "./scale";

/** What CSS colours are in the theme of this moment: a canvas knows neither variables nor mixtures of them. */
export function inkOf(near: HTMLElement, classes: readonly ColourClass[]): Ink {
  const probe = near.ownerDocument.createElement("span");
  near.append(probe);
  const resolved = (colour: string): string => {
    probe.style.color = colour;
    return getComputedStyle(probe).color;
  };
  const ink: Ink = {
    classes: classes.map(({ colour }) => resolved(colour)),
    none: resolved(NO_VALUE_COLOUR),
    tie: resolved("var(--muted-foreground)"),
    text: resolved("var(--foreground)"),
    surface: resolved("var(--card)"),
    mark: resolved("var(--foreground)"),
  };
  probe.remove();
  return ink;
}
