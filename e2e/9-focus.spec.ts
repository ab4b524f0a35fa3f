import { expect, test, type Page } from "@playwright/test";
import { signIn } from "./support/owner";

/** A laptop, the same at 200% zoom, and a tablet, in CSS pixels. */
const WINDOWS = [
  { name: "1440 × 900", width: 1440, height: 900 },
  { name: "1440 × 900 at 200%", width: 720, height: 450 },
  { name: "820 × 1180", width: 820, height: 1180 },
];

/** What the focused element is and how much of it something else covers. */
interface Stop {
  /** Tells stops apart; null where the focus has left the page. */
  key: string | null;
  text: string;
  covered: string[];
}

/** Reads the element in focus: its box within the window must be its own at every point tried. */
const readStop = (page: Page): Promise<Stop> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body)
      return { key: null, text: "", covered: [] };
    element.dataset["stop"] ??= String(document.querySelectorAll("[data-stop]").length);
    const box = element.getBoundingClientRect();
    const inset = Math.min(3, box.width / 4, box.height / 4);
    const columns = [box.left + inset, (box.left + box.right) / 2, box.right - inset];
    const rows = [box.top + inset, (box.top + box.bottom) / 2, box.bottom - inset];
    const text = (element.ariaLabel ?? element.textContent).trim().slice(0, 40);
    const covered: string[] = [];
    for (const x of columns)
      for (const y of rows) {
        const top = document.elementFromPoint(x, y);
        // A label, or a list that scrolls within itself, may be the topmost element of its own.
        const isOwn =
          top !== null &&
          (element.contains(top) || top.contains(element) || top.closest("label") !== null);
        if (!isOwn)
          covered.push(
            `${String(Math.round(x))},${String(Math.round(y))}: ` +
              (top === null ? "outside the window" : `${top.tagName} ${top.className.toString()}`),
          );
      }
    // What is higher than half the window scrolls within itself: a part of it is enough.
    const isHigh = box.height > window.innerHeight / 2;
    const isSeen = covered.length < columns.length * rows.length;
    return {
      key: element.dataset["stop"],
      text: `${element.tagName} ${text}`,
      covered: isHigh && isSeen ? [] : covered,
    };
  });

/** Walks all stops of a page with Tab, and again backwards, from its first to its last. */
async function walk(page: Page): Promise<{ stops: number; faults: string[] }> {
  const faults: string[] = [];
  let stops = 0;
  for (const key of ["Tab", "Shift+Tab"]) {
    const seen = new Set<string>();
    for (;;) {
      await page.keyboard.press(key);
      const stop = await readStop(page);
      if (stop.key === null || seen.has(stop.key)) break;
      seen.add(stop.key);
      if (stop.covered.length > 0) faults.push(`${key} ${stop.text}: ${stop.covered.join("; ")}`);
    }
    stops = Math.max(stops, seen.size);
  }
  return { stops, faults };
}

test.describe("nothing in focus is covered", () => {
  for (const { name, width, height } of WINDOWS) {
    test(`in the form of a run, ${name}`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      await signIn(page);
      await page.goto("/scenarios/opinion-dynamics");
      await expect(page.getByText(/^[\d,]+ calls/)).toBeVisible();
      const { stops, faults } = await walk(page);
      expect(stops).toBeGreaterThan(15);
      expect(faults).toEqual([]);
      // Unfolded, the estimate is higher, and the page gives way to it.
      await page.getByRole("button", { name: "Estimate" }).press("Enter");
      await expect(page.getByRole("region", { name: "Details of the estimate" })).toBeVisible();
      expect((await walk(page)).faults).toEqual([]);
    });

    test(`in the form of an endpoint and in Settings, ${name}`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      await signIn(page);
      for (const path of ["/settings/account", "/settings/members", "/models"]) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        expect((await walk(page)).faults, path).toEqual([]);
      }
      await page.getByRole("button", { name: "Add endpoint" }).press("Enter");
      await expect(page.getByRole("dialog").getByLabel(/^Display name/)).toBeVisible();
      // Within a dialog the focus goes round: the walk ends where it began.
      const { stops, faults } = await walk(page);
      expect(stops).toBeGreaterThan(8);
      expect(faults).toEqual([]);
    });
  }
});

test("a table too wide for a tablet says that it scrolls, and scrolls with the keyboard", async ({
  page,
}) => {
  await page.setViewportSize({ width: 820, height: 1180 });
  await signIn(page);
  await page.goto("/studies");
  await page.getByRole("table", { name: "Studies" }).getByRole("link").first().click();
  const table = page.getByRole("region", { name: "Runs" });
  await expect(table).toBeVisible();
  await expect(page.getByText("Scroll sideways to see all columns").first()).toBeVisible();
  await table.focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => table.evaluate((node) => node.scrollLeft)).toBeGreaterThan(0);
});

test("a table shows the whole of a control that the keyboard reaches", async ({ page }) => {
  await page.setViewportSize({ width: 820, height: 1180 });
  await signIn(page);
  await page.goto("/studies");
  const table = page.getByRole("region", { name: "Studies" });
  await expect(table).toBeVisible();
  // From the name of the first study on to the menu at the end of its row.
  await table.getByRole("row").nth(1).getByRole("link").first().focus();
  const menu = page.getByRole("button", { name: /^Actions for/ }).first();
  for (let presses = 0; presses < 8; presses += 1) {
    await page.keyboard.press("Tab");
    if (await menu.evaluate((node) => node === document.activeElement)) break;
  }
  await expect(menu).toBeFocused();
  const [control, room] = [await menu.boundingBox(), await table.boundingBox()];
  if (!control || !room) throw new Error("the menu or its table is not on the page");
  expect(control.x + control.width).toBeLessThanOrEqual(room.x + room.width);
});

test("on a tablet, the buttons of a run leave its breadcrumb readable", async ({ page }) => {
  await page.setViewportSize({ width: 820, height: 1180 });
  await signIn(page);
  await page.goto("/studies");
  await page.getByRole("table", { name: "Studies" }).getByRole("link").first().click();
  await page.getByRole("table", { name: "Runs" }).getByRole("link").first().click();
  await page.waitForURL(/\/runs\//);
  const here = page.getByRole("navigation", { name: "Breadcrumb" }).locator("[aria-current=page]");
  await expect(here).toBeVisible();
  expect(await here.evaluate((node) => node.scrollWidth <= node.clientWidth)).toBe(true);
});
