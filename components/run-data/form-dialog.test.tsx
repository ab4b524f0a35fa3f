import { useMutation } from "@tanstack/react-query";
import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { request } from "@/components/api";
import { expectAccessible, pending, refusal, renderInApp, serveJson } from "@/components/testing";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { FormDialog, useFormSubmission } from ".";

const onSuccess = vi.fn();
const refetch = vi.fn();

/** A form of two fields; the first must not be empty. */
function Example({ loading = false, failed = false }: { loading?: boolean; failed?: boolean }) {
  const [name, setName] = useState("");
  const [note, setNote] = useState("");
  const submission = useFormSubmission({
    mutation: useMutation({
      mutationFn: (body: { name: string; note: string }) =>
        request("POST", "/api/things", z.unknown(), { body }),
    }),
    parse: () =>
      name === ""
        ? { ok: false, problems: [{ pointer: "/name", message: "Enter a name" }] }
        : { ok: true, input: { name, note } },
    isField: (pointer) => ["/name", "/note"].includes(pointer),
    toFormPointer: (pointer) => pointer.replace("/thing", ""),
    onSuccess,
  });
  return (
    <FormDialog
      open
      onOpenChange={() => undefined}
      title="New thing"
      description="Adds a thing."
      formLabel="Thing"
      submission={submission}
      submitLabel="Add"
      ready={!loading}
      failureTitle="The thing was not added"
      sources={[
        {
          failureTitle: "The kinds could not be loaded",
          query: { error: failed ? new Error("no") : null, isPending: loading, refetch },
        },
      ]}
    >
      <Field label="Note" error={submission.errorAt("/note")}>
        <Input
          value={note}
          onChange={(event) => {
            setNote(event.target.value);
            submission.clear();
          }}
        />
      </Field>
      <Field label="Name" error={submission.errorAt("/name")} required>
        <Input value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
    </FormDialog>
  );
}

const submitByKeyboard = async (user: UserEvent) => {
  screen.getByRole("button", { name: "Add" }).focus();
  await user.keyboard("{Enter}");
};
const field = (name: RegExp) => screen.getByRole("textbox", { name });

test("the button sends the form once, by keyboard too", async () => {
  const requests = serveJson({ "POST /api/things": pending });
  const { user } = renderInApp(<Example />);
  await expectAccessible();
  await user.type(field(/^Name/), "a");
  await submitByKeyboard(user);
  const button = screen.getByRole("button", { name: "Add" });
  await waitFor(() => expect(button.getAttribute("aria-busy")).toBe("true"));
  await user.keyboard("{Enter}");
  expect(requests.map(({ body }) => body)).toEqual([{ name: "a", note: "" }]);
});

test("a problem marks its field, which gets the focus, and nothing is sent", async () => {
  const requests = serveJson({});
  const { user } = renderInApp(<Example />);
  await user.click(screen.getByRole("button", { name: "Add" }));
  const name = field(/^Name/);
  expect(document.activeElement).toBe(name);
  expect(name.getAttribute("aria-invalid")).toBe("true");
  const message = screen.getByText("Enter a name");
  expect(name.getAttribute("aria-describedby")).toBe(message.id);
  expect(message.closest("[aria-live]")).not.toBeNull();
  expect(requests).toEqual([]);
  await expectAccessible();
});

test("a refusal marks its fields, lists the rest, and keeps what was typed", async () => {
  serveJson({
    "POST /api/things": refusal(422, "invalid", "The thing is invalid.", [
      { pointer: "/thing/note", message: "Too short" },
      { pointer: "/kind", message: "Unknown kind" },
    ]),
  });
  const { user } = renderInApp(<Example />);
  await user.type(field(/^Note/), "n");
  await user.type(field(/^Name/), "a");
  await submitByKeyboard(user);
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("The thing was not added");
  const listed = within(screen.getByRole("list", { name: "Problems" })).getAllByRole("listitem");
  expect(listed.map(({ textContent }) => textContent)).toEqual(["/kindUnknown kind"]);
  expect(screen.getByText("Too short")).toBeDefined();
  expect(field(/^Name/)).toHaveProperty("value", "a");
  await expectAccessible();
  await user.type(field(/^Note/), "o");
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  expect(screen.queryByText("Too short")).toBeNull();
});

test("waits for its data, and loads them again when that failed", async () => {
  const { user, rerender } = renderInApp(<Example loading />);
  expect(screen.getByRole("button", { name: "Add" })).toHaveProperty("disabled", true);
  rerender(<Example failed />);
  await user.click(within(screen.getByRole("alert")).getByRole("button", { name: "Try again" }));
  expect(refetch).toHaveBeenCalledOnce();
});
