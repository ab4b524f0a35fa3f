import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BoundedLog } from "./bounded-log";
import { StatusScreen } from "./status-screen";

function capture(live: boolean, columns = 80): { screen: StatusScreen; text: () => string } {
  let text = "";
  const screen = new StatusScreen({ write: (more) => (text += more), columns }, live);
  return { screen, text: () => text };
}

test("without a terminal, prints each state once as a plain line, no intermediate steps", () => {
  const { screen, text } = capture(false);
  screen.header("Microcosm");
  screen.set("App", "wait", "starting");
  screen.progress("App", "3 s");
  screen.set("App", "ok", "http://127.0.0.1:3000");
  screen.set("App", "ok", "http://127.0.0.1:3000");
  expect(text()).toBe(
    "Microcosm\n  · App         starting\n  ✓ App         http://127.0.0.1:3000\n",
  );
});

test("on a terminal, redraws the table in place and truncates lines to the window", () => {
  const { screen, text } = capture(true, 30);
  screen.header("Microcosm");
  screen.set("App", "problem", "a reason that is far longer than the window is wide");
  const drawings = text().split("\x1b[0J");
  expect(drawings[1]?.endsWith(`\x1b[${drawings[1].split("\n").length - 1}A`)).toBe(true);
  for (const line of (drawings[2] ?? "").replaceAll(/\x1b\[\d+m/g, "").split("\n"))
    expect(line.length).toBeLessThan(30);
});

test("a log never exceeds twice its limit and keeps the newest lines", () => {
  const folder = mkdtempSync(join(tmpdir(), "microcosm-log-"));
  const log = new BoundedLog(join(folder, "logs/app.log"), 1_000);
  for (let line = 0; line < 500; line++) log.write(`line ${line}\n`);
  log.close();
  expect(statSync(log.path).size).toBeLessThanOrEqual(1_000);
  expect(statSync(`${log.path}.1`).size).toBeLessThanOrEqual(1_000);
  expect(readFileSync(log.path, "utf8")).toContain("line 499");
  expect(log.tail(2)).toEqual(["line 498", "line 499"]);
  rmSync(folder, { recursive: true });
});
