import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";
import {
  answer,
  countPageLoads,
  expectAccessible,
  refusal,
  renderInApp,
  serveJson,
  unreachable,
} from "@/components/testing";
import { SignedOutPage, SignInForm } from ".";

let pageLoads: () => number;
beforeEach(() => {
  pageLoads = countPageLoads();
});

const SESSION = { redirect: false, token: "t", user: { id: "1", email: "rosa@example.org" } };

describe("signing in by an OpenID Connect server", () => {
  const show = (oidcFailure?: string) =>
    renderInApp(
      <SignedOutPage title="Sign in" description="Sign in to open your studies.">
        <SignInForm next="/studies/7" oidcLabel="Uni login" oidcFailure={oidcFailure} />
      </SignedOutPage>,
    );
  const PATH = "POST /api/auth/sign-in/social";

  test("leaves for the server, to come back to the wanted page", async () => {
    const requests = serveJson({
      [PATH]: { url: "https://login.example/auth?x=1", redirect: true },
    });
    const { user } = show();
    await expectAccessible();
    await user.click(await screen.findByRole("button", { name: "Continue with Uni login" }));
    await expect.poll(pageLoads).toBe(1);
    expect(requests).toMatchObject([{ body: { next: "/studies/7" } }]);
    expect(
      screen.getByRole("button", { name: "Continue with Uni login", busy: true }),
    ).toBeDefined();
  });

  test.each([
    ["not_invited", "Nobody has invited your e-mail address"],
    ["email_not_verified", "not verified"],
    ["access_denied", "cancelled"],
    ["state_mismatch", "Too much time passed"],
    ["<script>", "could not be completed"],
  ])("says why the server led back without success: %s", async (code, message) => {
    show(code);
    expect(screen.getByRole("alert").textContent).toContain("Sign-in with Uni login failed");
    expect(screen.getByRole("alert").textContent).toContain(message);
    await expectAccessible();
  });

  test("can be tried again when a server is lost, and leaves the password", async () => {
    let tries = 0;
    serveJson({
      [PATH]: () =>
        ++tries === 1
          ? unreachable()
          : refusal(503, "unavailable", "Uni login could not be reached."),
    });
    const { user } = show();
    const button = await screen.findByRole("button", { name: "Continue with Uni login" });
    await user.click(button);
    expect((await screen.findByRole("alert")).textContent).toContain("The server could not be");
    await user.click(button);
    expect(await screen.findByText("Uni login could not be reached.")).toBeDefined();
    expect(pageLoads()).toBe(0);
    expect(screen.getByLabelText("Password")).toBeDefined();
  });

  test("is not offered without a server", () => {
    renderInApp(<SignInForm next="/studies" oidcFailure="not_invited" />);
    expect(screen.queryByRole("button", { name: /^Continue/ })).toBeNull();
    expect(screen.queryByRole("alert")).toBeNull();
  });
});

describe("SignInForm", () => {
  const fill = async (email = "rosa@example.org", password = "a long password") => {
    const rendered = renderInApp(
      <SignedOutPage title="Sign in" description="Sign in to open your studies.">
        <SignInForm next="/studies/7" />
      </SignedOutPage>,
    );
    const { user } = rendered;
    if (email !== "") await user.type(screen.getByLabelText("E-mail address"), email);
    if (password !== "") await user.type(screen.getByLabelText("Password"), password);
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    return rendered;
  };

  test("signs in and loads the wanted page", async () => {
    const requests = serveJson({ "POST /api/auth/sign-in/email": SESSION });
    await fill();
    expect(requests).toMatchObject([
      { body: { email: "rosa@example.org", password: "a long password" } },
    ]);
    await expect.poll(pageLoads).toBe(1);
    expect(screen.getByRole("button", { name: "Sign in", busy: true })).toBeDefined();
  });

  test("marks what is missing and sends nothing", async () => {
    const requests = serveJson({});
    await fill("rosa", "");
    expect(await screen.findByText("Enter your e-mail address")).toBeDefined();
    expect(screen.getByText("Enter your password")).toBeDefined();
    expect(document.activeElement).toBe(screen.getByLabelText("E-mail address"));
    expect(requests).toEqual([]);
    await expectAccessible();
  });

  test.each([
    [401, "Incorrect e-mail address or password."],
    [429, "Too many attempts"],
    [500, "The server could not check your password."],
  ])("after a status of %d, says why and keeps the address", async (status, message) => {
    serveJson({ "POST /api/auth/sign-in/email": () => answer(status, { message: "no" }) });
    await fill();
    expect((await screen.findByRole("alert")).textContent).toContain(message);
    expect(screen.getByLabelText("E-mail address")).toHaveProperty("value", "rosa@example.org");
    expect(screen.getByLabelText("Password")).toHaveProperty("value", "");
    expect(document.activeElement).toBe(screen.getByLabelText("Password"));
    expect(pageLoads()).toBe(0);
    await expectAccessible();
  });

  test("says when the server cannot be reached", async () => {
    serveJson({ "POST /api/auth/sign-in/email": unreachable });
    await fill();
    expect((await screen.findByRole("alert")).textContent).toContain("could not be reached");
  });
});
