import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import { MOVIES, SURVEY } from "@/components/testing/fixtures/datasets";
import { UploadDialog } from "./upload-dialog";

/** Counts uploads: they start with a request object, which this one is instead of. */
const uploads = vi.fn();
class Upload {
  upload = {};
  constructor() {
    uploads();
  }
  open() {}
  setRequestHeader() {}
  send() {}
}

function open(file = new File(["a,b\n1,2\n"], "wave 3.csv")) {
  uploads.mockClear();
  vi.stubGlobal("XMLHttpRequest", Upload);
  const onClose = vi.fn();
  const rendered = renderInApp(
    <UploadDialog
      file={file}
      replaces={null}
      datasets={[SURVEY, MOVIES]}
      onClose={onClose}
      onStored={() => undefined}
    />,
  );
  return { ...rendered, onClose, name: screen.getByRole("textbox", { name: /^Name/ }) };
}

test("Enter in the name uploads the file once", async () => {
  const { user, name } = open();
  expect(document.activeElement).toBe(name);
  await expectAccessible();
  await user.keyboard("{Enter}");
  expect(await screen.findByRole("progressbar", { name: "Uploading" })).toBeDefined();
  await user.keyboard("{Enter}");
  expect(uploads).toHaveBeenCalledOnce();
});

test("a missing name is marked, and nothing is uploaded", async () => {
  const { user, name } = open();
  await user.clear(name);
  expect(name.getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByText("Enter a name").closest("[aria-live]")).not.toBeNull();
  await user.keyboard("{Enter}");
  expect(screen.getByRole("button", { name: "Upload" })).toHaveProperty("disabled", true);
  expect(uploads).not.toHaveBeenCalled();
  await expectAccessible();
});

test("a file over the limit cannot be uploaded", async () => {
  const file = new File(["a"], "large.csv");
  Object.defineProperty(file, "size", { value: 300 * 1024 ** 2 });
  const { user } = open(file);
  expect(screen.getByText("This file is too large")).toBeDefined();
  await user.keyboard("{Enter}");
  expect(uploads).not.toHaveBeenCalled();
});

test("Escape closes the dialog", async () => {
  const { user, onClose } = open();
  await user.keyboard("{Escape}");
  expect(onClose).toHaveBeenCalledOnce();
});
