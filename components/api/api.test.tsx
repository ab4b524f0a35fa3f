import { screen } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import {
  answer,
  expectAccessible,
  refusal,
  renderInApp,
  serveJson,
  unreachable,
} from "@/components/testing";
import { ApiError, FailureAlert, failureMessage, get, problemAt, request } from ".";

const schema = z.object({ id: z.string() });
const failure = async (work: Promise<unknown>): Promise<ApiError> => {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
};

describe("request", () => {
  test("sends JSON and parses the response by its contract", async () => {
    const requests = serveJson({ "POST /api/studies": { id: "7", more: true } });
    expect(await request("POST", "/api/studies", schema, { body: { name: "Tax" } })).toEqual({
      id: "7",
    });
    expect(requests).toMatchObject([{ body: { name: "Tax" } }]);
  });

  test("sends no body and no content type for a read", async () => {
    const requests = serveJson({ "GET /api/studies/7": { id: "7" } });
    await get("/api/studies/7?page=2", schema);
    expect(requests).toMatchObject([{ body: undefined }]);
    expect(requests[0]?.search.get("page")).toBe("2");
  });

  test("a refusal carries its code, title and problems", async () => {
    const problems = [{ pointer: "/name", message: "Too long" }];
    serveJson({ "POST /api/studies": refusal(422, "invalid", "Not valid", problems) });
    const error = await failure(request("POST", "/api/studies", schema, { body: {} }));
    expect(error).toMatchObject({ code: "invalid", message: "Not valid", problems });
    expect(problemAt(error.problems, "/name")).toBe("Too long");
    expect(problemAt(error.problems, "/seed")).toBeUndefined();
  });

  test("an error page of a proxy is reported with its status", async () => {
    serveJson({ "GET /api/studies/7": () => new Response("<html>", { status: 502 }) });
    const error = await failure(get("/api/studies/7", schema));
    expect(error.code).toBe("internal");
    expect(error.message).toContain("(502)");
    expect(error.message).toContain("Your saved work is safe");
  });

  test("a response that breaks the contract asks for a reload", async () => {
    serveJson({ "GET /api/studies/7": answer(200, { id: 7 }) });
    expect((await failure(get("/api/studies/7", schema))).message).toContain("reload the page");
  });

  test("an unreachable server is reported as unavailable", async () => {
    serveJson({ "GET /api/studies/7": unreachable });
    expect((await failure(get("/api/studies/7", schema))).code).toBe("unavailable");
  });

  test("an aborted request rethrows the abort", async () => {
    const controller = new AbortController();
    controller.abort();
    serveJson({ "GET /api/studies/7": { id: "7" } });
    await expect(get("/api/studies/7", schema, controller.signal)).rejects.toHaveProperty(
      "name",
      "AbortError",
    );
  });

  test("errors of our own code are not shown to people", () => {
    expect(failureMessage(new TypeError("x is undefined"))).not.toContain("undefined");
  });
});

describe("FailureAlert", () => {
  test("offers another try", async () => {
    const onRetry = vi.fn();
    const { user } = renderInApp(
      <FailureAlert
        title="The list could not be loaded"
        error={new ApiError("unavailable", "Busy")}
        onRetry={onRetry}
      />,
    );
    expect(screen.getByRole("alert").textContent).toContain("The list could not be loadedBusy");
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });

  test("links to sign in, and back, when the session has ended", () => {
    renderInApp(
      <FailureAlert title="Not loaded" error={new ApiError("unauthenticated", "Signed out")} />,
      { path: "/runs/1" },
    );
    expect(screen.getByRole("link", { name: "Sign in" }).getAttribute("href")).toBe(
      "/sign-in?next=%2Fruns%2F1",
    );
  });

  test("offers nothing where nothing helps", () => {
    renderInApp(<FailureAlert title="Not loaded" error={new ApiError("notFound", "Gone")} />);
    expect(screen.queryByRole("button")).toBeNull();
  });
});
