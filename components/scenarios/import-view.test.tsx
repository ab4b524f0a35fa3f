import { fireEvent, screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { expectAccessible, refusal, renderInApp, serveJson } from "@/components/testing";
import { NO_BUDGET } from "@/components/testing/fixtures/budgets";
import { makeEndpoint } from "@/components/testing/fixtures/endpoints";
import { DOCUMENT } from "@/components/testing/fixtures/scenarios";
import { useDrafts } from "./draft-store";
import { ImportView } from "./import-view";

beforeEach(() => useDrafts.setState(useDrafts.getInitialState()));

const show = (check: unknown) => {
  const endpoints = [makeEndpoint()];
  const requests = serveJson({
    "POST /api/scenarios/check": check,
    "GET /api/endpoints": endpoints,
    "GET /api/projects/budget": NO_BUDGET,
    "POST /api/estimates": refusal(503, "unavailable", "Busy"),
  });
  return { ...renderInApp(<ImportView endpoints={endpoints} person="rosa" />), requests };
};
const editor = () => screen.getByRole("textbox", { name: "Scenario document (JSON)" });
const write = (text: string) => fireEvent.change(editor(), { target: { value: text } });
const file = (text: string, name = "small.json") => new File([text], name);

describe("ImportView", () => {
  test("says what to import while it is empty", async () => {
    show({ ok: true, problems: [] });
    expect(screen.getByText("No document yet")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Clear" })).toBeNull();
    await expectAccessible();
  });

  test("names the place of a syntax error without asking the server", async () => {
    const { requests } = show({ ok: true, problems: [] });
    write('{ "schema": ');
    expect(screen.getByText("Checking…")).toBeDefined();
    expect((await screen.findByRole("alert")).textContent).toContain("1 problem to fix");
    expect(requests.map(({ path }) => path)).not.toContain("/api/scenarios/check");
    await expectAccessible();
  });

  test("reads a file in UTF-16, and locates the error in a file of unknown encoding", async () => {
    const { user } = show({ ok: true, problems: [] });
    const picker = screen.getByLabelText("Scenario file");
    const units = Uint16Array.from([...`\uFEFF${JSON.stringify(DOCUMENT)}`], (character) =>
      character.charCodeAt(0),
    );
    await user.upload(picker, new File([units], "utf-16.json"));
    expect(await screen.findByRole("form", { name: "New study" })).toBeDefined();
    await user.upload(picker, new File([new Uint8Array([0x7b, 0x0a, 0xfc])], "old.json"));
    const alert = await screen.findByText(/old\.json: line 2, column 1/);
    expect(alert.textContent).toContain("Save the file with the encoding UTF-8.");
    expect(editor()).toHaveProperty("value", JSON.stringify(DOCUMENT));
  });

  test("lists the problems that the server finds, with suggestions", async () => {
    const problems = [
      { pointer: "/phases/0/do/0", message: "Unknown action.", suggestion: "post" },
      { pointer: "", message: "Too large." },
    ];
    show({ ok: false, problems });
    write(JSON.stringify(DOCUMENT));
    expect((await screen.findByRole("alert")).textContent).toContain("2 problems to fix");
    const items = within(screen.getByRole("list", { name: "Problems" })).getAllByRole("listitem");
    expect(items[0]?.textContent).toContain("/phases/0/do/0");
    expect(items[0]?.textContent).toContain("post");
    expect(items[1]?.textContent).toContain("/");
    expect(screen.queryByRole("button", { name: "Run" })).toBeNull();
  });

  test("says what becomes of a document that earlier versions accepted", async () => {
    const problems = [{ pointer: "/actions/guess/inputs/who/options", message: "Private." }];
    show({ ok: false, problems, wasValid: true });
    write(JSON.stringify(DOCUMENT));
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Studies that were started with it go on");
    await expectAccessible();
  });

  test("shows overview and form of a valid document from a file, and clears it", async () => {
    const { user, requests } = show({ ok: true, problems: [] });
    await user.upload(screen.getByLabelText("Scenario file"), file(JSON.stringify(DOCUMENT)));
    expect(await screen.findByRole("form", { name: "New study" })).toBeDefined();
    expect(screen.getByRole("heading", { name: "Agents and objects" })).toBeDefined();
    expect(requests[0]?.body).toEqual({ document: DOCUMENT });
    await user.click(screen.getByRole("button", { name: "Clear" }));
    expect(editor()).toHaveProperty("value", "");
    expect(screen.getByText("No document yet")).toBeDefined();
  });

  test("takes a file that is dropped on the document", async () => {
    show({ ok: true, problems: [] });
    fireEvent.drop(editor(), { dataTransfer: { files: [file("{}")] } });
    await expect.poll(editor).toHaveProperty("value", "{}");
  });

  test("refuses a file that is too large, and keeps the text", async () => {
    const { user } = show({ ok: true, problems: [] });
    write("{}");
    const large = file("", "large.json");
    Object.defineProperty(large, "size", { value: 21_000_000 });
    await user.upload(screen.getByLabelText("Scenario file"), large);
    expect(screen.getByText("The file was not read")).toBeDefined();
    expect(screen.getByText("large.json is 21 MB; the limit is 20 MB.")).toBeDefined();
    expect(editor()).toHaveProperty("value", "{}");
  });

  test("offers another try when the document could not be checked", async () => {
    let busy = true;
    const { user } = show(() =>
      busy ? refusal(503, "unavailable", "Busy") : { ok: false, problems: [] },
    );
    write(JSON.stringify(DOCUMENT));
    expect(await screen.findByText("The document could not be checked")).toBeDefined();
    busy = false;
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("0 problems to fix")).toBeDefined();
  });

  test("warns when the browser cannot store the document", async () => {
    show({ ok: true, problems: [] });
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("full");
    });
    write("{}");
    expect(await screen.findByText("The document is not saved in this browser")).toBeDefined();
  });
});
