import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, findToast, refusal, renderInApp, serveJson } from "@/components/testing";
import { ProfileForm } from ".";

const rename = async (answer: unknown, name: string) => {
  const requests = serveJson({ "POST /api/auth/update-user": answer });
  const rendered = renderInApp(<ProfileForm name="Rosa Weber" email="rosa@example.org" />);
  const field = screen.getByLabelText(/^Name/);
  await rendered.user.clear(field);
  await rendered.user.type(field, `${name}{Enter}`);
  return { ...rendered, requests, field };
};

test("changes the name of the reader, and shows the address, which stays", async () => {
  const { requests, field } = await rename(null, "Rosa Lind");
  expect(await findToast("Your name was changed")).toBeDefined();
  expect(requests).toMatchObject([{ body: { name: "Rosa Lind" } }]);
  expect(field).toHaveProperty("value", "Rosa Lind");
  const email = screen.getByLabelText("E-mail address");
  expect(email).toHaveProperty("value", "rosa@example.org");
  expect(email).toHaveProperty("readOnly", true);
  await expectAccessible();
});

test("an empty name is not sent", async () => {
  const { requests } = await rename(null, "");
  expect(await screen.findByText("Enter your name")).toBeDefined();
  expect(requests).toEqual([]);
});

test("keeps what was entered when the server refuses it", async () => {
  const { field } = await rename(refusal(503, "unavailable", "The database is busy."), "Rosa Lind");
  expect((await screen.findByRole("alert")).textContent).toContain("The database is busy.");
  expect(field).toHaveProperty("value", "Rosa Lind");
});
