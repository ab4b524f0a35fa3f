import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";
import {
  answer,
  countPageLoads,
  expectAccessible,
  refusal,
  renderInApp,
  serveJson,
} from "@/components/testing";
import { SetupForm } from ".";

let pageLoads: () => number;
beforeEach(() => {
  pageLoads = countPageLoads();
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
