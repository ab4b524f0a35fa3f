import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";
import {
  answer,
  countPageLoads,
  expectAccessible,
  findToast,
  refusal,
  renderInApp,
  serveJson,
  unreachable,
} from "@/components/testing";
import { SetupForm, SignedInShell, SignedOutPage, SignInForm } from ".";

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
    await user.click(screen.getByRole("button", { name: "Continue with Uni login" }));
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
    const button = screen.getByRole("button", { name: "Continue with Uni login" });
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

describe("SetupForm", () => {
  const fill = async (needsCode = false) => {
    const rendered = renderInApp(<SetupForm needsCode={needsCode} />);
    const { user } = rendered;
    await user.type(screen.getByLabelText(/^Name/), "Rosa Weber");
    await user.type(screen.getByLabelText(/^E-mail address/), "rosa@example.org");
    await user.type(screen.getByLabelText(/^Password/), "a long password");
    if (needsCode) await user.type(screen.getByLabelText(/^Setup code/), "ABCD-EFGH");
    return rendered;
  };
  const submit = () => screen.getByRole("button", { name: "Create account" });

  test("creates the account and loads the studies", async () => {
    const requests = serveJson({ "POST /api/setup": answer(201, { ok: true }) });
    const { user } = await fill(true);
    await expectAccessible();
    await user.click(submit());
    await expect.poll(pageLoads).toBe(1);
    expect(requests).toMatchObject([
      { body: { name: "Rosa Weber", email: "rosa@example.org", setupCode: "ABCD-EFGH" } },
    ]);
  });

  test("asks for no code where none is needed, and checks the fields first", async () => {
    const requests = serveJson({});
    const { user } = renderInApp(<SetupForm needsCode={false} />);
    expect(screen.queryByLabelText(/^Setup code/)).toBeNull();
    await user.click(submit());
    expect(await screen.findByText("Enter your name")).toBeDefined();
    expect(requests).toEqual([]);
  });

  test("puts problems of the server at their fields", async () => {
    serveJson({
      "POST /api/setup": refusal(422, "invalid", "The request is invalid.", [
        { pointer: "/setupCode", message: "This is not the code" },
      ]),
    });
    const { user } = await fill(true);
    await user.click(submit());
    expect((await screen.findByRole("alert")).textContent).toContain("The request is invalid.");
    const code = screen.getByRole("textbox", { name: /^Setup code/ });
    expect(code.getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByText("This is not the code")).toBeDefined();
    await expectAccessible();
  });
});

describe("SignedInShell", () => {
  const VIEWER = {
    id: "1",
    name: "Rosa",
    email: "rosa@example.org",
    administrator: true,
    project: null,
    projects: [],
  };
  const signOut = async () => {
    const { user } = renderInApp(<SignedInShell viewer={VIEWER}>Page</SignedInShell>);
    expect(screen.getByTitle("No project")).toBeDefined();
    await user.click(screen.getByRole("button", { name: /Rosa.*account/ }));
    await user.click(screen.getByRole("menuitem", { name: "Sign out" }));
  };

  test("ends the session and loads the sign-in page", async () => {
    serveJson({ "POST /api/auth/sign-out": { success: true } });
    await signOut();
    await expect.poll(pageLoads).toBe(1);
  });

  test("stays when the server refuses", async () => {
    serveJson({ "POST /api/auth/sign-out": () => answer(500, { message: "busy" }) });
    await signOut();
    expect(await findToast("Could not sign out")).toBeDefined();
    expect(pageLoads()).toBe(0);
  });
});
