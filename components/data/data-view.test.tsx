import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import {
  answer,
  expectAccessible,
  findToast,
  refusal,
  renderInApp,
  serveJson,
  type ServedRequest,
} from "@/components/testing";
import { EDGES, MOVIES, SURVEY } from "@/components/testing/fixtures/datasets";
import type { DatasetDetail, DatasetList, DatasetSummary } from "@/lib/contracts/datasets";
import { DataView, DatasetView } from ".";

const list = (datasets: DatasetSummary[], mayChange = true): DatasetList => ({
  datasets,
  mayChange,
});

const PREVIEW = {
  ...{ kind: "dataset", id: "d1", name: "survey", within: null },
  ...{ studies: 0, runs: 0, activeRuns: 0, decisions: 0, retainedFor: 2 },
};
const DELETED = {
  ...{ id: "x1", kind: "dataset", subjectId: "d1", name: "survey", within: null },
  ...{ deletedBy: "Rosa", deletedAt: "2026-11-23T10:00:00.000Z", isPurging: false, reason: null },
  purgeAt: "2026-11-23T10:10:00.000Z",
};

const names = (table: string) =>
  within(screen.getByRole("table", { name: table }))
    .getAllByRole("link")
    .map(({ textContent }) => textContent);

/** jsdom's own XMLHttpRequest would need a server: this one answers each upload by `reply`. */
function serveUploads(reply: (name: string | null) => { status: number; body: unknown } | "lost") {
  const sent: { name: string | null; size: number; aborted: boolean }[] = [];
  class Upload {
    upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
    status = 0;
    responseText = "";
    responseType = "";
    onload?: () => void;
    onerror?: () => void;
    onabort?: () => void;
    private entry = { name: null as string | null, size: 0, aborted: false };
    open(_method: string, url: string) {
      this.entry.name = new URL(url, "http://test").searchParams.get("name");
    }
    setRequestHeader() {}
    send(file: File) {
      this.entry.size = file.size;
      sent.push(this.entry);
      this.upload.onprogress?.({ loaded: file.size / 2, total: file.size });
      queueMicrotask(() => {
        const answer = reply(this.entry.name);
        if (answer === "lost") return this.onerror?.();
        if (answer.status === 0) return;
        this.status = answer.status;
        this.responseText = JSON.stringify(answer.body);
        this.onload?.();
      });
    }
    abort() {
      this.entry.aborted = true;
      this.onabort?.();
    }
  }
  vi.stubGlobal("XMLHttpRequest", Upload);
  return sent;
}

const show = (initial: DatasetList, routes: Readonly<Record<string, unknown>> = {}) => {
  const requests = serveJson({ "GET /api/datasets": initial, ...routes });
  return { ...renderInApp(<DataView initial={initial} />, { path: "/data" }), requests };
};
const csv = (name = "survey.csv") => new File(["age\n31\n"], name, { type: "text/csv" });

describe("the list of tables", () => {
  test("shows own tables and samples apart, with their columns", async () => {
    show(list([SURVEY, EDGES, MOVIES]));
    expect(names("Your tables")).toEqual(["edges", "survey"]);
    expect(names("Samples")).toEqual(["movies"]);
    expect(screen.getByText("c0, c1, c2, c3, c4, c5 and 2 more")).toBeDefined();
    expect(screen.getByText("Sixty films")).toBeDefined();
    await expectAccessible();
  });

  test("sorts by a column, the largest first", async () => {
    const { user } = show(list([EDGES, SURVEY]));
    await user.click(screen.getByRole("button", { name: "Rows" }));
    expect(names("Your tables")).toEqual(["survey", "edges"]);
    await user.click(screen.getByRole("button", { name: "Rows" }));
    expect(names("Your tables")).toEqual(["edges", "survey"]);
  });

  test("finds tables by the names of their columns, and says when none matches", async () => {
    const { user } = show(list([SURVEY, EDGES]));
    const search = screen.getByRole("searchbox", { name: "Search tables" });
    await user.type(search, "Party");
    expect(names("Your tables")).toEqual(["survey"]);
    await user.type(search, "x");
    expect(screen.getByText("No tables match")).toBeDefined();
    await user.click(screen.getAllByRole("button", { name: "Clear search" })[1]!);
    expect(names("Your tables")).toEqual(["edges", "survey"]);
  });

  test("offers no changes to readers", async () => {
    show(list([MOVIES], false));
    expect(screen.getByText("No tables yet")).toBeDefined();
    expect(screen.queryByRole("button", { name: /Upload|Delete|Replace/ })).toBeNull();
    await expectAccessible();
  });

  test("deletes a table after a question, and loads the list again", async () => {
    const { user, requests } = show(list([SURVEY]), {
      "GET /api/deletions/preview": PREVIEW,
      "POST /api/deletions": answer(201, DELETED),
    });
    await user.click(screen.getByRole("button", { name: "Delete survey" }));
    const dialog = await screen.findByRole("dialog", { name: "Delete survey?" });
    await user.type(within(dialog).getByRole("textbox", { name: /Name/ }), "survey");
    await user.click(within(dialog).getByRole("button", { name: "Delete table" }));
    expect(await findToast("survey was deleted")).toBeDefined();
    const calls = (): string[] => requests.map(({ path }: ServedRequest) => path);
    await waitFor(() => expect(calls().at(-1)).toBe("/api/datasets"));
    expect(calls()).toContain("/api/deletions");
  });

  test("says why a table was not deleted", async () => {
    const { user } = show(list([SURVEY]), {
      "GET /api/deletions/preview": PREVIEW,
      "POST /api/deletions": refusal(404, "notFound", "This table does not exist."),
    });
    await user.click(screen.getByRole("button", { name: "Delete survey" }));
    await user.type(await screen.findByRole("textbox", { name: /Name/ }), "survey{Enter}");
    const dialog = screen.getByRole("dialog", { name: "Delete survey?" });
    expect(await within(dialog).findByText("The table was not deleted")).toBeDefined();
    expect(within(dialog).getByText("This table does not exist.")).toBeDefined();
  });
});

describe("uploading", () => {
  const choose = async (initial: DatasetList, file = csv()) => {
    const rendered = show(initial);
    await rendered.user.upload(screen.getByLabelText("CSV file"), file);
    return { ...rendered, dialog: screen.getByRole("dialog") };
  };

  test("names the table after its file, sends it, and opens its page", async () => {
    const sent = serveUploads(() => ({ status: 201, body: { ...SURVEY, id: "d9" } }));
    const { user, dialog, router } = await choose(list([]));
    const name = within(dialog).getByRole("textbox", { name: /^Name/ });
    expect(name).toHaveProperty("value", "survey");
    await expectAccessible();
    await user.clear(name);
    expect(within(dialog).getByText("Enter a name")).toBeDefined();
    expect(within(dialog).getByRole("button", { name: "Upload" })).toHaveProperty("disabled", true);
    await user.type(name, " panel ");
    await user.click(within(dialog).getByRole("button", { name: "Upload" }));
    await waitFor(() => expect(router.current()).toBe("/data/d9"));
    expect(sent).toEqual([{ name: "panel", size: csv().size, aborted: false }]);
  });

  test("takes a file that is dropped on the list", () => {
    show(list([SURVEY]));
    const card = screen.getByText("Drop a CSV file here to add one.").closest("section")!;
    fireEvent.dragOver(card);
    expect(card.className).toContain("border-primary");
    fireEvent.drop(card, { dataTransfer: { files: [csv("panel.csv")] } });
    expect(screen.getByRole("dialog", { name: "Upload a table" })).toBeDefined();
  });

  test("warns before it replaces a table or hides a sample", async () => {
    const { user, dialog } = await choose(list([SURVEY, MOVIES]));
    expect(within(dialog).getByText("This replaces survey")).toBeDefined();
    expect(within(dialog).getByRole("button", { name: "Replace" })).toBeDefined();
    const name = within(dialog).getByRole("textbox", { name: /^Name/ });
    await user.clear(name);
    await user.type(name, "movies");
    expect(
      within(dialog).getByText("This overrides the synthetic sample of the same name"),
    ).toBeDefined();
  });

  test("keeps the name of the table to be replaced", async () => {
    const { user } = show(list([SURVEY]));
    await user.click(screen.getByRole("button", { name: "Replace survey" }));
    await user.upload(screen.getByLabelText("CSV file"), csv("wave-3.csv"));
    const name = screen.getByRole("textbox", { name: /^Name/ });
    expect(name).toHaveProperty("value", "survey");
    expect(name).toHaveProperty("disabled", true);
  });

  test.each([
    [
      {
        status: 422,
        body: { type: "about:blank", code: "invalid", title: "Line 3 has 1 cell.", status: 422 },
      },
      "Line 3",
    ],
    [{ status: 201, body: { id: 1 } }, "unexpected response"],
    ["lost", "the connection was lost"],
  ] as const)("says why the table was not stored (%j)", async (reply, message) => {
    serveUploads(() => reply);
    const { user, dialog } = await choose(list([]));
    await user.click(within(dialog).getByRole("button", { name: "Upload" }));
    const alert = await within(dialog).findByRole("alert");
    expect(alert.textContent).toContain("The table was not stored");
    expect(alert.textContent).toContain(message);
    await expectAccessible();
  });

  test("shows how far it is, and stops when the dialog is closed", async () => {
    const sent = serveUploads(() => ({ status: 0, body: null }));
    const { user, dialog } = await choose(list([]));
    await user.click(within(dialog).getByRole("button", { name: "Upload" }));
    const bar = await within(dialog).findByRole("progressbar", { name: "Uploading" });
    expect(bar.getAttribute("aria-valuenow")).toBe("50");
    await user.click(within(dialog).getByRole("button", { name: "Cancel" }));
    expect(sent.map(({ aborted }) => aborted)).toEqual([true]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

test("names the cells that make a column of numbers text, and counts empty rows", async () => {
  renderInApp(
    <DatasetView
      dataset={{
        ...SURVEY,
        emptyRows: 2,
        columns: [
          {
            name: "income",
            type: "text",
            missing: 0,
            nonNumbers: {
              count: 5,
              first: [
                { row: 3, cell: "many" },
                { row: 8, cell: "€5" },
                { row: 9, cell: "12 %" },
              ],
            },
          },
        ],
        preview: [["31"]],
      }}
    />,
  );
  expect(
    screen.getByText(
      "Text because of “many” in row 3, “€5” in row 8, “12 %” in row 9 and 2 more cells",
    ),
  ).toBeDefined();
  expect(screen.getByText("2 empty rows were left out")).toBeDefined();
  await expectAccessible();
});

test("the page of a table describes its columns and shows its first rows", async () => {
  const dataset: DatasetDetail = {
    ...SURVEY,
    preview: [
      ["31", "left"],
      ["52", ""],
    ],
  };
  renderInApp(<DatasetView dataset={dataset} />);
  expect(screen.getByText("Some cells are empty")).toBeDefined();
  const columns = within(screen.getByRole("table", { name: "Columns" })).getAllByRole("row");
  expect(columns.map(({ textContent }) => textContent)).toEqual([
    "ColumnTypeValuesMissing",
    "agewhole numbers18 to 90none",
    "partytextleft, right3 rows",
  ]);
  expect(screen.getByRole("heading", { name: "First 2 rows" })).toBeDefined();
  expect(screen.getByRole("row", { name: "1 31 left" })).toBeDefined();
  await expectAccessible();
});
