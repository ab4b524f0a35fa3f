import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import type { GuidePage } from "@/lib/contracts/guide";
import { GuideView } from "./guide-view";

const text = (words: string) => ({ type: "text", text: words }) as const;
const PAGE: GuidePage = {
  chapter: {
    id: "runs",
    title: "Running",
    blocks: [
      { type: "heading", level: 1, id: "running", children: [text("Running")] },
      {
        type: "paragraph",
        children: [
          text("See "),
          { type: "link", href: "/guide/live#fork", children: [text("forks")] },
          text(" or "),
          { type: "link", href: "https://nodejs.org", children: [text("Node")] },
        ],
      },
      { type: "heading", level: 2, id: "start", children: [text("Start")] },
      { type: "code", text: "npm start" },
      { type: "list", start: 2, items: [[{ type: "paragraph", children: [text("two")] }]] },
      {
        type: "table",
        head: [[text("column")], [text("meaning")]],
        rows: [[[{ type: "code", text: "seed" }], [text("a number")]]],
      },
    ],
  },
  contents: [
    { id: "", title: "User guide" },
    { id: "runs", title: "Running" },
    { id: "live", title: "Live operations" },
  ],
};

test("shows a chapter with its contents, links and code to copy", async () => {
  renderInApp(<GuideView page={PAGE} />, { path: "/guide/runs" });
  expect(screen.getByRole("heading", { level: 1, name: "Running" })).toBeDefined();
  expect(screen.getByRole("link", { name: "forks" }).getAttribute("href")).toBe("/guide/live#fork");
  const chapters = within(screen.getByRole("navigation", { name: "Chapters" }));
  expect(chapters.getByRole("link", { current: "page" }).textContent).toBe("Running");
  expect(screen.getByText("npm start")).toBeDefined();
  expect(screen.getByRole("button", { name: "Copy" })).toBeDefined();
  expect(screen.getByText("two").closest("ol")?.start).toBe(2);
  expect(within(screen.getByRole("table")).getByText("seed")).toBeDefined();
  await expectAccessible();
});

test("a search has an address", async () => {
  const { user, router } = renderInApp(<GuideView page={PAGE} />, { path: "/guide/runs" });
  await user.type(
    screen.getByRole("searchbox", { name: "Search the guide" }),
    "seed & fork{Enter}",
  );
  expect(router.current()).toBe("/guide?search=seed+%26+fork");
});

test("shows what a search found, and says when it found nothing", async () => {
  const match = {
    ...{ chapter: "live", chapterTitle: "Live operations", section: "fork", title: "Fork" },
    excerpt: "a fork keeps its seed",
  };
  const { rerender } = renderInApp(<GuideView page={PAGE} search="seed" matches={[match]} />);
  expect(screen.getByRole("heading", { name: "1 section for “seed”" })).toBeDefined();
  expect(screen.getByRole("link", { name: "Fork" }).getAttribute("href")).toBe("/guide/live#fork");
  await expectAccessible();
  rerender(<GuideView page={PAGE} search="xyz" matches={[]} />);
  expect(screen.getByText("Nothing found")).toBeDefined();
});
