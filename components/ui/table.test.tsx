import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, test, vi } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import {
  SortableHead,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  type SortDirection,
} from "./table";
import { VirtualTable, type VirtualColumn } from "./virtual-table";

function Films() {
  const [direction, setDirection] = useState<SortDirection | undefined>();
  return (
    <Table label="Films" maxHeight="20rem">
      <TableHeader>
        <TableRow>
          <TableHead>Title</TableHead>
          <SortableHead numeric direction={direction} firstDirection="desc" onSort={setDirection}>
            Year
          </SortableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        <TableRow data-selected>
          <TableCell>Metropolis</TableCell>
          <TableCell numeric>1927</TableCell>
        </TableRow>
      </TableBody>
    </Table>
  );
}

test("a sortable column announces its direction and reverses it on a second click", async () => {
  const { user } = renderInApp(<Films />);
  expect(screen.getByRole("region", { name: "Films" }).tabIndex).toBe(0);
  const header = () => screen.getByRole("columnheader", { name: "Year" });
  expect(header().getAttribute("aria-sort")).toBe("none");
  await user.click(within(header()).getByRole("button"));
  expect(header().getAttribute("aria-sort")).toBe("descending");
  await user.click(within(header()).getByRole("button"));
  expect(header().getAttribute("aria-sort")).toBe("ascending");
  await expectAccessible();
});

interface Row {
  id: string;
  score: number;
}
const ROWS: Row[] = Array.from({ length: 500 }, (_, index) => ({
  id: `Voter-${String(index + 1)}`,
  score: index,
}));
const COLUMNS: VirtualColumn<Row>[] = [
  { id: "id", header: "Agent", width: "8rem", cell: (row) => row.id },
  {
    id: "score",
    header: "Score",
    width: "4rem",
    numeric: true,
    sortable: true,
    cell: (row) => <button>{row.score}</button>,
  },
];

describe("VirtualTable", () => {
  const show = (props: Partial<Parameters<typeof VirtualTable<Row>>[0]> = {}) => {
    const onRowActivate = vi.fn();
    const onSort = vi.fn();
    const rendered = renderInApp(
      <VirtualTable
        rows={ROWS}
        rowKey={({ id }) => id}
        columns={COLUMNS}
        label="Decisions"
        height="20rem"
        minWidth="10rem"
        onRowActivate={onRowActivate}
        onSort={onSort}
        {...props}
      />,
    );
    return { ...rendered, onRowActivate, onSort };
  };
  const row = (name: RegExp) => screen.getByRole("row", { name });

  test("renders a window of its rows and states their total number", async () => {
    show({ totalRows: 2_000, selectedKey: "Voter-2" });
    const grid = screen.getByRole("grid", { name: "Decisions" });
    expect(grid.getAttribute("aria-rowcount")).toBe("2001");
    const shown = within(grid).getAllByRole("row").length;
    expect(shown).toBeGreaterThan(10);
    expect(shown).toBeLessThan(100);
    expect(row(/^Voter-1 0/).getAttribute("aria-rowindex")).toBe("2");
    expect(row(/^Voter-2 1/).getAttribute("aria-selected")).toBe("true");
    await expectAccessible();
  });

  test("walks the rows by keys and opens one by Enter or a click", async () => {
    const { user, onRowActivate } = show();
    row(/^Voter-1 0/).focus();
    await user.keyboard("{ArrowDown}{ArrowDown}");
    await waitFor(() => expect(document.activeElement).toBe(row(/^Voter-3 2/)));
    await user.keyboard("{Enter}");
    expect(onRowActivate).toHaveBeenLastCalledWith(ROWS[2], 2);
    await user.keyboard("{Home}");
    await waitFor(() => expect(document.activeElement).toBe(row(/^Voter-1 0/)));
    await user.click(screen.getByText("Voter-5"));
    expect(onRowActivate).toHaveBeenLastCalledWith(ROWS[4], 4);
  });

  test("leaves clicks and keys to the controls inside a row", async () => {
    const { user, onRowActivate } = show();
    await user.click(screen.getByRole("button", { name: "3" }));
    await user.keyboard("{Enter}");
    expect(onRowActivate).not.toHaveBeenCalled();
  });

  test("keeps exactly one row reachable by Tab", () => {
    show();
    const stops = screen.getAllByRole("row").filter(({ tabIndex }) => tabIndex === 0);
    expect(stops.map(({ textContent }) => textContent)).toEqual(["Voter-10"]);
  });

  test("sorts by the header of a sortable column", async () => {
    const { user, onSort } = show({ sort: { column: "score", direction: "asc" } });
    const header = screen.getByRole("columnheader", { name: "Score" });
    expect(header.getAttribute("aria-sort")).toBe("ascending");
    await user.click(within(header).getByRole("button"));
    expect(onSort).toHaveBeenCalledWith("score", "desc");
    expect(screen.getByRole("columnheader", { name: "Agent" }).hasAttribute("aria-sort")).toBe(
      false,
    );
  });

  test("asks for more at its last row, and shows a message without any", () => {
    const onEndReached = vi.fn();
    const { rerender } = show({ rows: ROWS.slice(0, 3), onEndReached });
    expect(onEndReached).toHaveBeenCalled();
    rerender(
      <VirtualTable
        rows={[]}
        rowKey={({ id }: Row) => id}
        columns={COLUMNS}
        label="Decisions"
        height="20rem"
        empty="No decisions yet"
      />,
    );
    expect(screen.getByRole("gridcell").textContent).toBe("No decisions yet");
  });
});

describe("a table wider than its place", () => {
  /** Makes each scroller `hidden` pixels too narrow for its content. */
  const narrow = (hidden: number) =>
    vi.spyOn(HTMLElement.prototype, "scrollWidth", "get").mockReturnValue(1024 + hidden);
  const table = (
    <Table label="Films">
      <TableBody>
        <TableRow>
          <TableCell>Metropolis</TableCell>
        </TableRow>
      </TableBody>
    </Table>
  );
  const shadows = (container: HTMLElement) => container.querySelectorAll("[aria-hidden].absolute");

  test("says that it scrolls, has shadows where it continues, and takes the focus", async () => {
    narrow(300);
    const { container } = renderInApp(table);
    const region = screen.getByRole("region", { name: "Films" });
    expect(region.tabIndex).toBe(0);
    expect(screen.getByText("Scroll sideways to see all columns")).toBeDefined();
    expect(shadows(container)).toHaveLength(1);
    region.scrollLeft = 100;
    fireEvent.scroll(region);
    expect(shadows(container)).toHaveLength(2);
    region.scrollLeft = 300;
    fireEvent.scroll(region);
    expect(shadows(container)).toHaveLength(1);
    await expectAccessible();
  });

  test("one that fits does none of this", () => {
    narrow(0);
    const { container } = renderInApp(table);
    expect(screen.queryByRole("region", { name: "Films" })).toBeNull();
    expect(screen.queryByText(/Scroll sideways/)).toBeNull();
    expect(shadows(container)).toHaveLength(0);
  });

  test("a virtual table says so, too", () => {
    narrow(300);
    renderInApp(
      <VirtualTable
        rows={ROWS}
        rowKey={({ id }) => id}
        columns={COLUMNS}
        label="A"
        height="9rem"
      />,
    );
    expect(screen.getByText("Scroll sideways to see all columns")).toBeDefined();
  });
});
