import type { Draws } from "./hash";

function digits(value: number, length: number): string {
  return `${Math.floor(value)}`.padStart(length, "0");
}

function writeDate(draws: Draws): string {
  const year = digits(10 + draws.unit("year") * 15, 2);
  const month = digits(1 + draws.unit("month") * 12, 2);
  const day = digits(1 + draws.unit("day") * 28, 2);
  return `20${year}-${month}-${day}`;
}

function writeTime(draws: Draws): string {
  return `${digits(draws.unit("hour") * 24, 2)}:${digits(draws.unit("minute") * 60, 2)}:00Z`;
}

function hex(draws: Draws, name: string, length: number): string {
  let text = "";
  for (let i = 0; i < length; i++) text += Math.floor(draws.unit(`${name}${i}`) * 16).toString(16);
  return text;
}

/**
 * Returns a text of a named JSON Schema format, or null for a format that any free text satisfies.
 */
export function writeFormat(format: string, draws: Draws): string | null {
  switch (format) {
    case "date":
      return writeDate(draws);
    case "time":
      return writeTime(draws);
    case "date-time":
      return `${writeDate(draws)}T${writeTime(draws)}`;
    case "email":
      return `someone.${hex(draws, "email", 4)}@example.org`;
    case "uri":
      return `https://example.org/${hex(draws, "uri", 6)}`;
    case "uuid":
      return [
        hex(draws, "a", 8),
        hex(draws, "b", 4),
        `4${hex(draws, "c", 3)}`,
        `8${hex(draws, "d", 3)}`,
        hex(draws, "e", 12),
      ].join("-");
    default:
      return null;
  }
}
