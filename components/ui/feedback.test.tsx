import { act, screen, within } from "@testing-library/react";
import { Table2 } from "lucide-react";
import { describe, expect, test, vi } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import { Alert } from "./alert";
import { Badge } from "./badge";
import { Button } from "./button";
import { EmptyState } from "./empty-state";
import { Progress } from "./progress";
import { Skeleton, TableSkeleton } from "./skeleton";
import { Spinner } from "./spinner";
import { StatusDot } from "./status-dot";
import { toast, useToasts } from "./toast-store";

describe("Alert", () => {
  test.each([
    ["error", "alert"],
    ["info", "status"],
    ["success", "status"],
    ["warning", "status"],
  ] as const)("a tone of %s has the role %s", async (tone, role) => {
    renderInApp(
      <Alert tone={tone} title="Run paused" action={<Button>Resume</Button>}>
        Nothing is lost.
      </Alert>,
    );
    const alert = screen.getByRole(role);
    expect(alert.textContent).toBe("Run pausedNothing is lost.Resume");
    await expectAccessible();
  });
});

describe("Button", () => {
  test("ignores clicks while loading and keeps its name", async () => {
    const onClick = vi.fn();
    const { user, rerender } = renderInApp(<Button onClick={onClick}>Run</Button>);
    await user.click(screen.getByRole("button", { name: "Run" }));
    rerender(
      <Button loading onClick={onClick}>
        Run
      </Button>,
    );
    const button = screen.getByRole("button", { name: "Run" });
    expect(button.getAttribute("aria-busy")).toBe("true");
    await user.click(button);
    expect(onClick).toHaveBeenCalledTimes(1);
    expect(document.activeElement).toBe(button);
    await expectAccessible();
  });

  test("submits a form only as a submit button, and can style a link", async () => {
    const onSubmit = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
    const { user } = renderInApp(
      <form onSubmit={onSubmit}>
        <Button>Plain</Button>
        <Button type="submit" variant="primary" size="sm">
          Send
        </Button>
        <Button asChild variant="ghost">
          <a href="https://example.org">Manual</a>
        </Button>
      </form>,
    );
    await user.click(screen.getByRole("button", { name: "Plain" }));
    expect(onSubmit).not.toHaveBeenCalled();
    await user.click(screen.getByRole("button", { name: "Send" }));
    expect(onSubmit).toHaveBeenCalledTimes(1);
    expect(screen.getByRole("link", { name: "Manual" }).className).toContain("rounded-md");
  });
});

describe("Progress", () => {
  test("reports whole percentages, never above the truth", async () => {
    renderInApp(<Progress value={0.999} label="Round 3 of 10" detail="about 2 min left" />);
    const bar = screen.getByRole("progressbar", { name: "Round 3 of 10" });
    expect(bar.getAttribute("aria-valuenow")).toBe("99");
    expect(bar.getAttribute("aria-valuetext")).toBe("99%, about 2 min left");
    expect(screen.getByText("about 2 min left")).toBeDefined();
    await expectAccessible();
  });

  test("has no value while the end is not known, and stays within 0 and 100", () => {
    const { rerender } = renderInApp(<Progress value={null} label="Reading" hideLabel />);
    const bar = () => screen.getByRole("progressbar", { name: "Reading" });
    expect(bar().hasAttribute("aria-valuenow")).toBe(false);
    expect(screen.queryByText("Reading")).toBeNull();
    rerender(<Progress value={1.2} label="Reading" tone="success" />);
    expect(bar().getAttribute("aria-valuenow")).toBe("100");
    rerender(<Progress value={-1} label="Reading" />);
    expect(bar().getAttribute("aria-valuenow")).toBe("0");
  });
});

test("loading states announce themselves once", async () => {
  renderInApp(
    <>
      <Spinner label="Checking" />
      <Spinner />
      <TableSkeleton rows={3} label="Loading decisions" />
      <Skeleton className="h-4" />
    </>,
  );
  expect(screen.getAllByRole("status").map(({ textContent }) => textContent)).toEqual([
    "Checking",
    "Loading decisions",
  ]);
  await expectAccessible();
});

test("states and empty lists say in words what they mean", async () => {
  renderInApp(
    <>
      <StatusDot tone="active">Running</StatusDot>
      <Badge tone="warning">Synthetic</Badge>
      <EmptyState
        icon={Table2}
        title="No tables yet"
        description="Drop a file here."
        action={<Button>Upload</Button>}
      />
    </>,
  );
  for (const text of ["Running", "Synthetic", "No tables yet", "Drop a file here."])
    expect(screen.getByText(text)).toBeDefined();
  expect(screen.getByRole("button", { name: "Upload" })).toBeDefined();
  await expectAccessible();
});

describe("toasts", () => {
  const toasts = () => within(screen.getByRole("region")).queryAllByRole("listitem");

  test("show title, description and an action, and go when dismissed", async () => {
    const onClick = vi.fn();
    const { user } = renderInApp(<p>Page</p>);
    act(() =>
      toast.error("Not saved", {
        description: "The server is busy.",
        action: { label: "Retry", onClick },
      }),
    );
    const [message] = toasts();
    expect(message?.textContent).toContain("Not savedThe server is busy.");
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Retry" }));
    expect(onClick).toHaveBeenCalledTimes(1);
    act(() => toast.success("Saved"));
    await user.click(screen.getByRole("button", { name: "Dismiss" }));
    expect(toasts()).toEqual([]);
  });

  test("keep the latest four", () => {
    renderInApp(<p>Page</p>);
    act(() => {
      for (const title of ["one", "two", "three", "four", "five"]) toast.info(title);
    });
    expect(useToasts.getState().messages.map(({ title }) => title)).toEqual([
      "two",
      "three",
      "four",
      "five",
    ]);
    expect(toasts()).toHaveLength(4);
  });
});
