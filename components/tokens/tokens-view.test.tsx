import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import {
  answer,
  expectAccessible,
  findToast,
  refusal,
  renderInApp,
  serveJson,
  unreachable,
} from "@/components/testing";
import type { ApiToken, TokenList } from "@/lib/contracts/tokens";
import { TokensView } from ".";

const TOKEN: ApiToken = {
  id: "t1",
  name: "Analysis in R",
  scopes: ["read", "run"],
  prefix: "mcs_AbCdEf",
  ownerId: "1",
  ownerName: "Rosa",
  createdAt: "2026-11-01T10:00:00.000Z",
  expiresAt: "2027-01-30T10:00:00.000Z",
  expired: false,
  lastUsedAt: null,
  lastAddress: null,
};
const LIST: TokenList = {
  projectName: "Trust",
  role: "researcher",
  readerId: "1",
  tokens: [TOKEN],
};
const SECRET = "mcs_AbCdEf0123456789";

function show(list: TokenList = LIST, routes: Readonly<Record<string, unknown>> = {}) {
  const requests = serveJson({ "GET /api/tokens": list, ...routes });
  return { ...renderInApp(<TokensView initial={list} />), requests };
}
const changes = (requests: readonly { method: string; body: unknown; path: string }[]) =>
  requests.filter(({ method }) => method !== "GET");

test("lists tokens with their first characters, and those of others for owners", async () => {
  const others = { ...TOKEN, id: "t2", ownerId: "2", ownerName: "Tom", expired: true };
  show({ ...LIST, role: "owner", tokens: [TOKEN, others] });
  const rows = within(screen.getByRole("table", { name: "API tokens" })).getAllByRole("row");
  expect(rows[1]?.textContent).toContain("mcs_AbCdEf…YouRead, RunNever");
  expect(rows[2]?.textContent).toContain("Tom");
  expect(rows[2]?.textContent).toContain("Expired");
  await expectAccessible();
});

test("creates a token for 90 days to read, and shows its secret this once", async () => {
  const { user, requests } = show(
    { ...LIST, tokens: [] },
    { "POST /api/tokens": answer(201, { token: TOKEN, secret: SECRET }) },
  );
  expect(screen.getByText("No API tokens")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Create token" }));
  await user.type(screen.getByLabelText(/^Name/), "Analysis in R{Enter}");
  expect(await screen.findByLabelText("Token")).toHaveProperty("value", SECRET);
  expect(changes(requests)).toMatchObject([
    { body: { name: "Analysis in R", scopes: ["read"], days: 90 } },
  ]);
  await expectAccessible();
  await user.click(screen.getAllByRole("button", { name: "Close" })[0]!);
  expect(document.body.textContent).not.toContain(SECRET);
  expect(document.querySelector(`[value="${SECRET}"]`)).toBeNull();
});

test("offers the scopes of the reader's role, and requires a name and a scope", async () => {
  const { user, requests } = show({ ...LIST, role: "viewer" });
  await user.click(screen.getByRole("button", { name: "Create token" }));
  expect(screen.getAllByRole("checkbox")).toHaveLength(1);
  await user.click(screen.getByRole("checkbox", { name: "Read" }));
  const form = screen.getByRole("form", { name: "New API token" });
  await user.click(
    within(screen.getByRole("dialog")).getByRole("button", { name: "Create token" }),
  );
  expect(form.textContent).toContain("Enter a name");
  expect(form.textContent).toContain("Choose at least one");
  expect(changes(requests)).toEqual([]);
  await expectAccessible();
});

test("says at the scopes what the role lost in the meantime", async () => {
  const { user } = show(LIST, {
    "POST /api/tokens": refusal(422, "invalid", "The token was not created.", [
      { pointer: "/scopes", message: "Your role (viewer) does not include “run”" },
    ]),
  });
  await user.click(screen.getByRole("button", { name: "Create token" }));
  await user.click(screen.getByRole("checkbox", { name: "Run" }));
  await user.type(screen.getByLabelText(/^Name/), "Nightly{Enter}");
  expect(await screen.findByText("Your role (viewer) does not include “run”")).toBeDefined();
});

test("keeps what was entered when the server is lost", async () => {
  const { user } = show(LIST, { "POST /api/tokens": unreachable });
  await user.click(screen.getByRole("button", { name: "Create token" }));
  await user.type(screen.getByLabelText(/^Name/), "Nightly{Enter}");
  expect(await screen.findByText(/could not be reached/)).toBeDefined();
  expect(screen.getByLabelText(/^Name/)).toHaveProperty("value", "Nightly");
});

test("revokes a token after a question, also one that another tab has revoked", async () => {
  let tokens: readonly ApiToken[] = [TOKEN];
  const { user, requests } = show(LIST, {
    "GET /api/tokens": () => ({ ...LIST, tokens }),
    "DELETE /api/tokens/t1": () => {
      tokens = [];
      return refusal(404, "notFound", "This token does not exist.");
    },
  });
  await user.click(screen.getByRole("button", { name: "Revoke the token Analysis in R" }));
  expect(changes(requests)).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Revoke" }));
  expect(await findToast("The token Analysis in R was revoked")).toBeDefined();
  expect(await screen.findByText("No API tokens")).toBeDefined();
});
