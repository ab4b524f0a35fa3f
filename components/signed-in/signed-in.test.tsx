import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";
import { answer, countPageLoads, findToast, renderInApp, serveJson } from "@/components/testing";
import { SignedInShell } from ".";

let pageLoads: () => number;
beforeEach(() => {
  pageLoads = countPageLoads();
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
