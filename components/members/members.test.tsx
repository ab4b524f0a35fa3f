import { screen, within } from "@testing-library/react";
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
import type { MemberList, OpenInvitation } from "@/lib/contracts/members";
import { JoinPage, MembersView } from ".";

const ROSA = {
  userId: "1",
  name: "Rosa",
  email: "rosa@example.org",
  role: "owner",
  joinedAt: "2026-11-01T10:00:00.000Z",
} as const;
const TOM = {
  ...ROSA,
  userId: "2",
  name: "Tom",
  email: "tom@example.org",
  role: "viewer",
} as const;
const INVITATION = {
  id: "i1",
  role: "annotator",
  email: null,
  createdAt: "2026-11-01T10:00:00.000Z",
  expiresAt: "2026-11-08T10:00:00.000Z",
  expired: false,
} as const;
const LINK = "http://other.invalid/join#secret";

const LIST: MemberList = {
  projectName: "Trust",
  members: [ROSA, TOM],
  invitations: [INVITATION, { ...INVITATION, id: "i2", email: "x@example.org", expired: true }],
  readerId: "1",
  mayChange: true,
  mayResetPasswords: false,
};

const show = (list: MemberList = LIST, routes: Readonly<Record<string, unknown>> = {}) => {
  const requests = serveJson({ "GET /api/members": list, ...routes });
  return { ...renderInApp(<MembersView initial={list} />), requests };
};
const sent = (requests: readonly { method: string }[]) =>
  requests.filter(({ method }) => method !== "GET");
const act = async (user: ReturnType<typeof show>["user"], name: string, item: string) => {
  await user.click(screen.getByRole("button", { name: `Actions for ${name}` }));
  await user.click(await screen.findByRole("menuitem", { name: item }));
};

describe("the list of members", () => {
  test("shows members and open invitations", async () => {
    show();
    const rows = within(screen.getByRole("table", { name: "Members" })).getAllByRole("row");
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining("Name"),
      expect.stringContaining("Rosa"),
      expect.stringContaining("Tom"),
    ]);
    const invitations = within(screen.getByRole("table", { name: "Invitations" }));
    expect(invitations.getByText("Anyone with the link")).toBeDefined();
    expect(invitations.getByText("Expired")).toBeDefined();
    await expectAccessible();
  });

  test("finds members by name and address", async () => {
    const { user } = show();
    await user.type(screen.getByLabelText("Search members"), "tom@");
    expect(screen.queryByText("Rosa")).toBeNull();
    await user.type(screen.getByLabelText("Search members"), "zzz");
    expect(screen.getByText("No members match")).toBeDefined();
  });

  test("shows readers who may not change it the roles, and only how to leave", async () => {
    const { user } = show({ ...LIST, mayChange: false, invitations: [], readerId: "2" });
    expect(screen.queryByRole("button", { name: "Invite member" })).toBeNull();
    expect(screen.queryByRole("combobox")).toBeNull();
    expect(screen.queryByRole("button", { name: "Actions for Rosa" })).toBeNull();
    await user.click(screen.getByRole("button", { name: "Actions for Tom" }));
    expect(screen.getAllByRole("menuitem").map(({ textContent }) => textContent)).toEqual([
      "Leave project",
    ]);
  });

  test("changes a role with the keyboard alone", async () => {
    const { user, requests } = show(LIST, { "PATCH /api/members/2": null });
    screen.getByRole("combobox", { name: "Role of Tom" }).focus();
    await user.keyboard("{Enter}");
    const focus = () => document.activeElement?.textContent;
    for (const label of ["Viewer", "Annotator", "Researcher"]) {
      if (label !== "Viewer") await user.keyboard("{ArrowUp}");
      await expect.poll(focus).toContain(label);
    }
    await user.keyboard("{Enter}");
    expect(await findToast("Tom is now researcher")).toBeDefined();
    expect(sent(requests)).toMatchObject([{ body: { role: "researcher" } }]);
  });

  test("says why a change was refused that another person made impossible", async () => {
    const { user } = show(LIST, {
      "DELETE /api/members/2": refusal(404, "notFound", "This member does not exist."),
    });
    await act(user, "Tom", "Remove");
    await user.click(await screen.findByRole("button", { name: "Remove" }));
    expect(await findToast("This member does not exist.")).toBeDefined();
    expect(screen.getByRole("alertdialog")).toBeDefined();
  });

  test("keeps the list when the connection is lost", async () => {
    const { user } = show(LIST, { "PATCH /api/members/2": unreachable });
    await user.click(screen.getByRole("combobox", { name: "Role of Tom" }));
    await user.click(await screen.findByRole("option", { name: /Annotator/ }));
    expect(await findToast("The role of Tom was not changed")).toBeDefined();
    expect(screen.getByRole("combobox", { name: "Role of Tom" }).textContent).toBe("Viewer");
  });

  test("asks before transferring, and before changing one's own role", async () => {
    const { user, requests } = show(LIST, {
      "POST /api/members/2/transfer": null,
      "PATCH /api/members/1": refusal(409, "conflict", "A project needs an owner."),
    });
    await act(user, "Tom", "Transfer ownership");
    expect(await screen.findByText(/you become a researcher/)).toBeDefined();
    await user.click(screen.getByRole("button", { name: "Transfer" }));
    expect(await findToast("Tom is now the owner")).toBeDefined();
    await user.click(screen.getByRole("combobox", { name: "Role of Rosa" }));
    await user.click(await screen.findByRole("option", { name: /Viewer/ }));
    await user.click(await screen.findByRole("button", { name: "Change role" }));
    expect(await findToast("A project needs an owner.")).toBeDefined();
    expect(sent(requests)).toMatchObject([
      { path: "/api/members/2/transfer" },
      { body: { role: "viewer" } },
    ]);
  });

  test("revokes an invitation", async () => {
    const { user, requests } = show(LIST, { "DELETE /api/invitations/i1": null });
    await user.click(
      screen.getByRole("button", { name: "Revoke the invitation for Anyone with the link" }),
    );
    expect(await findToast("The invitation was revoked")).toBeDefined();
    expect(sent(requests)).toHaveLength(1);
  });
});

describe("inviting", () => {
  const open = async (routes: Readonly<Record<string, unknown>>) => {
    const shown = show(LIST, routes);
    await shown.user.click(screen.getByRole("button", { name: "Invite member" }));
    return shown;
  };
  const made = (mail: string) => answer(201, { invitation: INVITATION, link: LINK, mail });

  test("shows the link at this page's address, to be copied, once", async () => {
    const { user, requests } = await open({ "POST /api/invitations": made("off") });
    await user.keyboard("{Enter}");
    const link = await screen.findByLabelText("Link");
    const shown = `${window.location.origin}/join#secret`;
    expect(link).toHaveProperty("value", shown);
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Copy link" }));
    expect(await navigator.clipboard.readText()).toBe(shown);
    expect(sent(requests)).toMatchObject([{ body: { role: "researcher" } }]);
    await user.click(screen.getAllByRole("button", { name: "Close" })[0]!);
    expect(screen.queryByDisplayValue(shown)).toBeNull();
  });

  test.each([
    ["sent", /was mailed to/],
    ["failed", /could not be mailed/],
  ])("says that mail was %s", async (mail, text) => {
    const { user } = await open({ "POST /api/invitations": made(mail) });
    await user.type(screen.getByLabelText("E-mail address"), "ann@example.org{Enter}");
    expect(await screen.findByText(text)).toBeDefined();
  });

  test("checks the address, and keeps what was entered when the server is lost", async () => {
    const { user, requests } = await open({ "POST /api/invitations": unreachable });
    await user.type(screen.getByLabelText("E-mail address"), "ann{Enter}");
    expect(await screen.findByText(/Enter an e-mail address, or/)).toBeDefined();
    expect(sent(requests)).toEqual([]);
    await user.type(screen.getByLabelText("E-mail address"), "@example.org{Enter}");
    expect((await screen.findByRole("alert")).textContent).toContain("could not be reached");
    expect(screen.getByLabelText("E-mail address")).toHaveProperty("value", "ann@example.org");
    await expectAccessible();
  });
});

describe("the page of an invitation link", () => {
  const OPEN: OpenInvitation = {
    projectName: "Trust",
    role: "annotator",
    email: null,
    visitor: null,
  };
  const visit = (routes: Readonly<Record<string, unknown>>, path = "/join#secret") => {
    const requests = serveJson(routes);
    return { ...renderInApp(<JoinPage />, { path }), requests };
  };
  let pageLoads: () => number;
  beforeEach(() => {
    pageLoads = countPageLoads();
  });

  test("creates an account and joins; the token is only in bodies", async () => {
    const { user, requests } = visit({
      "POST /api/invitations/read": OPEN,
      "POST /api/invitations/accept": answer(201, { ok: true }),
    });
    await user.type(await screen.findByLabelText(/^Name/), "Ann");
    await user.type(screen.getByLabelText(/^E-mail address/), "ann@example.org");
    await user.type(screen.getByLabelText(/^Password/), "a long password");
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Create account and join" }));
    await expect.poll(pageLoads).toBe(1);
    expect(requests).toMatchObject([
      { body: { token: "secret" } },
      { body: { token: "secret", account: { name: "Ann", email: "ann@example.org" } } },
    ]);
    expect(requests.every(({ path, search }) => !`${path}${search}`.includes("secret"))).toBe(true);
    expect(sessionStorage.getItem("invitation")).toBeNull();
  });

  test("puts refusals at their fields", async () => {
    const { user } = visit({
      "POST /api/invitations/read": { ...OPEN, email: "rosa@example.org" },
      "POST /api/invitations/accept": refusal(422, "invalid", "The request is invalid.", [
        { pointer: "/account/password", message: "Too common" },
      ]),
    });
    expect(await screen.findByLabelText(/^E-mail address/)).toHaveProperty(
      "value",
      "rosa@example.org",
    );
    await user.type(screen.getByLabelText(/^Name/), "Ann");
    await user.type(screen.getByLabelText(/^Password/), "a long password{Enter}");
    expect(await screen.findByText("Too common")).toBeDefined();
    expect(pageLoads()).toBe(0);
  });

  test("joins with the account that is signed in, also after signing in on this tab", async () => {
    const routes = {
      "POST /api/invitations/read": { ...OPEN, visitor: { name: "Ann", email: "a@example.org" } },
      "POST /api/invitations/accept": answer(201, { ok: true }),
    };
    sessionStorage.setItem("invitation", "secret");
    const { user, requests } = visit(routes, "/join");
    await user.click(await screen.findByRole("button", { name: "Join project" }));
    await expect.poll(pageLoads).toBe(1);
    expect(requests.at(-1)?.body).toEqual({ token: "secret" });
  });

  test("offers to sign in without the token in the address", async () => {
    visit({ "POST /api/invitations/read": OPEN });
    const link = await screen.findByRole("link", { name: "Sign in" });
    expect(link.getAttribute("href")).toBe("/sign-in?next=%2Fjoin");
    expect(sessionStorage.getItem("invitation")).toBe("secret");
  });

  test("says why a link does not work, and tries again", async () => {
    let tries = 0;
    const { user } = visit({
      "POST /api/invitations/read": () =>
        ++tries === 1 ? unreachable() : refusal(404, "notFound", "This link can no longer be used"),
    });
    expect((await screen.findByRole("alert")).textContent).toContain("could not be reached");
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("This link can no longer be used")).toBeDefined();
    await expectAccessible();
  });

  test("asks for the whole link when its end is missing", async () => {
    visit({}, "/join");
    expect((await screen.findByRole("alert")).textContent).toContain("everything after the #");
  });
});

describe("a link for a forgotten password", () => {
  const ADMINISTERED = { ...LIST, mayResetPasswords: true };
  const made = { email: TOM.email, link: LINK, expiresAt: "2026-11-02T10:00:00.000Z" };
  const PATH = "POST /api/members/2/password-link";

  test("is made for another member after a question, and shown this once", async () => {
    const { user, requests } = show(ADMINISTERED, { [PATH]: answer(201, made) });
    await act(user, "Tom", "Make password link");
    expect(screen.getByRole("dialog").textContent).toContain(TOM.email);
    expect(sent(requests)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Make link" }));
    const link = await screen.findByLabelText("Link");
    expect(link).toHaveProperty("value", `${window.location.origin}/join#secret`);
    await expectAccessible();
    await user.click(screen.getAllByRole("button", { name: "Close" })[0]!);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  test("can be tried again when the server is lost", async () => {
    let tries = 0;
    const { user } = show(ADMINISTERED, {
      [PATH]: () => (++tries === 1 ? unreachable() : answer(201, made)),
    });
    await act(user, "Tom", "Make password link");
    await user.click(screen.getByRole("button", { name: "Make link" }));
    expect((await screen.findByRole("alert")).textContent).toContain("could not be reached");
    await user.click(screen.getByRole("button", { name: "Make link" }));
    expect(await screen.findByLabelText("Link")).toBeDefined();
  });

  test("is offered neither to owners who do not administer, nor for oneself", async () => {
    const { user, unmount } = show();
    await user.click(screen.getByRole("button", { name: "Actions for Tom" }));
    expect(await screen.findByRole("menuitem", { name: "Remove" })).toBeDefined();
    expect(screen.queryByRole("menuitem", { name: "Make password link" })).toBeNull();
    unmount();
    const own = show(ADMINISTERED);
    await own.user.click(screen.getByRole("button", { name: "Actions for Rosa" }));
    expect(await screen.findByRole("menuitem", { name: "Leave project" })).toBeDefined();
    expect(screen.queryByRole("menuitem", { name: "Make password link" })).toBeNull();
  });
});
