import { act, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { expectAccessible, findToast, renderInApp } from "@/components/testing";
import { Breadcrumb } from "./breadcrumb";
import { Button } from "./button";
import { Card, CardBody, CardFooter, CardHeader } from "./card";
import { CodeBlock } from "./code-block";
import { CopyButton } from "./copy-button";
import { DataList } from "./data-list";
import { Kbd } from "./kbd";
import { NavTabs } from "./nav-tabs";
import { PageHeader } from "./page-header";
import { Stat, StatGroup } from "./stat";
import { TimeOfDay } from "./time-of-day";
import { Timestamp } from "./timestamp";

test("a breadcrumb links every page but the current one", async () => {
  const { user, router } = renderInApp(
    <Breadcrumb items={[{ label: "Studies", href: "/studies" }, { label: "Carbon tax" }]} />,
  );
  const nav = screen.getByRole("navigation", { name: "Breadcrumb" });
  expect(within(nav).getByText("Carbon tax").getAttribute("aria-current")).toBe("page");
  await expectAccessible();
  await user.click(within(nav).getByRole("link", { name: "Studies" }));
  expect(router.current()).toBe("/studies");
});

test("tabs that are pages mark the current one", async () => {
  renderInApp(
    <NavTabs
      label="Parts of the run"
      current="/runs/1"
      tabs={[
        { label: "Overview", href: "/runs/1" },
        { label: "Decisions", href: "/runs/1/decisions", count: 12 },
      ]}
    />,
  );
  expect(screen.getByRole("link", { current: "page" }).textContent).toBe("Overview");
  expect(screen.getByRole("link", { name: "Decisions 12" }).getAttribute("href")).toBe(
    "/runs/1/decisions",
  );
  await expectAccessible();
});

test("headers and cards give the page its outline", async () => {
  renderInApp(
    <main>
      <PageHeader
        title="Carbon tax"
        status="Running"
        description="Forty voters"
        actions={<Button>Pause</Button>}
        tabs={<nav aria-label="Parts">Parts</nav>}
      />
      <Card>
        <CardHeader title="Progress" description="by round" actions={<Button>Refresh</Button>} />
        <CardBody>Body</CardBody>
        <CardFooter>Footer</CardFooter>
      </Card>
      <Card>
        <CardHeader title="Detail" level={3} />
      </Card>
    </main>,
  );
  const heading = (level: number) => screen.getByRole("heading", { level }).textContent;
  expect([heading(1), heading(2), heading(3)]).toEqual(["Carbon tax", "Progress", "Detail"]);
  await expectAccessible();
});

test("pairs of label and value are a description list", async () => {
  const { container } = renderInApp(
    <>
      <DataList items={[{ label: "Model", value: "demo" }]} />
      <StatGroup>
        <Stat label="Tokens" value="1,200" unit="in" detail="of 2,000" />
        <Stat label="Cost" value="US$0.10" />
      </StatGroup>
      <p>
        Press <Kbd>J</Kbd>
      </p>
    </>,
  );
  expect([...container.querySelectorAll("dt")].map(({ textContent }) => textContent)).toEqual([
    "Model",
    "Tokens",
    "Cost",
  ]);
  expect([...container.querySelectorAll("dd")].map(({ textContent }) => textContent)).toEqual([
    "demo",
    "1,200in",
    "of 2,000",
    "US$0.10",
  ]);
  await expectAccessible();
});

describe("copying", () => {
  test("copies the text of a code block and says so", async () => {
    const { user } = renderInApp(<CodeBlock title="Prompt" code={"You are\nVoter-3."} />);
    expect(screen.getByRole("figure").querySelector("pre")?.textContent).toBe("You are\nVoter-3.");
    await expectAccessible();
    // It says so for a moment only: waited for since before the click.
    const confirmed = screen.findByRole("button", { name: "Copied" });
    await user.click(screen.getByRole("button", { name: "Copy" }));
    expect(await navigator.clipboard.readText()).toBe("You are\nVoter-3.");
    expect(await confirmed).toBeDefined();
  });

  test("computes the text when it is copied, and shows its label", async () => {
    const { user } = renderInApp(<CopyButton showLabel label="Copy token" text={() => "secret"} />);
    await user.click(screen.getByRole("button", { name: "Copy token" }));
    expect(await navigator.clipboard.readText()).toBe("secret");
  });

  test("says how to copy by hand when the browser refuses", async () => {
    const { user } = renderInApp(<CodeBlock code="text" wrap={false} />);
    vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("denied"));
    await user.click(screen.getByRole("button", { name: "Copy" }));
    expect(await findToast("The browser did not allow copying")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Copied" })).toBeNull();
  });
});

describe("times", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date("2026-03-01T12:00:00Z") });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("an age grows while the page stays open", () => {
    renderInApp(<Timestamp at="2026-03-01T11:58:00Z" />);
    const time = screen.getByText("2 min ago");
    expect(time.getAttribute("datetime")).toBe("2026-03-01T11:58:00Z");
    act(() => {
      vi.advanceTimersByTime(180_000);
    });
    expect(screen.getByText("5 min ago")).toBeDefined();
  });

  test("a date is local and to the minute; a time of day to the second", () => {
    const at = new Date(2026, 1, 3, 9, 5, 7).toISOString();
    renderInApp(
      <>
        <Timestamp at={at} style="date" />
        <TimeOfDay at={at} />
      </>,
    );
    expect(screen.getByText("2026-02-03 09:05")).toBeDefined();
    expect(screen.getByText("09:05:07")).toBeDefined();
  });
});
