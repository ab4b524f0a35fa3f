import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import {
  expectAccessible,
  findToast,
  refusal,
  renderInApp,
  serveJson,
  unreachable,
} from "@/components/testing";
import { ChangePasswordForm, ResetPasswordPage } from ".";

const fillChange = async (answer: unknown) => {
  const requests = serveJson({ "PUT /api/account/password": answer });
  const rendered = renderInApp(<ChangePasswordForm />);
  await rendered.user.type(screen.getByLabelText(/^Current password/), "the old password");
  await rendered.user.type(screen.getByLabelText(/^New password/), "the new password{Enter}");
  return { ...rendered, requests };
};

test("a change of the password empties the form and says that other sessions ended", async () => {
  const { requests } = await fillChange(null);
  expect(await findToast("The password was changed")).toBeDefined();
  expect(requests).toMatchObject([
    { body: { currentPassword: "the old password", newPassword: "the new password" } },
  ]);
  expect(screen.getByLabelText(/^Current password/)).toHaveProperty("value", "");
  expect(screen.getByLabelText(/^New password/)).toHaveProperty("value", "");
  await expectAccessible();
});

test("a wrong current password is said at its field", async () => {
  await fillChange(
    refusal(422, "invalid", "The password was not changed.", [
      { pointer: "/currentPassword", message: "This is not your current password" },
    ]),
  );
  expect(await screen.findByText("This is not your current password")).toBeDefined();
  expect(screen.getByLabelText(/^Current password/).getAttribute("aria-invalid")).toBe("true");
  await expectAccessible();
});

test("a change keeps what was entered when the server is lost", async () => {
  await fillChange(unreachable);
  expect((await screen.findByRole("alert")).textContent).toContain("could not be reached");
  expect(screen.getByLabelText(/^New password/)).toHaveProperty("value", "the new password");
});

test("short passwords are not sent", async () => {
  const requests = serveJson({});
  const { user } = renderInApp(<ResetPasswordPage />, { path: "/reset-password#secret" });
  await user.type(screen.getByLabelText(/^New password/), "short{Enter}");
  expect(await screen.findByText("Use at least 10 characters")).toBeDefined();
  expect(requests).toEqual([]);
});

test("a link sets a password, with its token in the body, and leads to signing in", async () => {
  let tries = 0;
  const requests = serveJson({
    "POST /api/account/password/reset": () =>
      ++tries === 1 ? refusal(404, "notFound", "This link can no longer be used") : null,
  });
  const { user } = renderInApp(<ResetPasswordPage />, { path: "/reset-password#secret" });
  await user.type(screen.getByLabelText(/^New password/), "the new password{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("can no longer be used");
  await expectAccessible();
  await user.click(screen.getByRole("button", { name: "Set password" }));
  expect((await screen.findByRole("link", { name: "Sign in" })).getAttribute("href")).toBe(
    "/sign-in",
  );
  expect(requests.map(({ body }) => body)).toEqual(
    Array(2).fill({ token: "secret", newPassword: "the new password" }),
  );
});

test("half a link is noticed before anything is sent", async () => {
  const requests = serveJson({});
  const { user } = renderInApp(<ResetPasswordPage />, { path: "/reset-password" });
  await user.type(screen.getByLabelText(/^New password/), "the new password{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("everything after the #");
  expect(requests).toEqual([]);
});
