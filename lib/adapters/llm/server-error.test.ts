import { expect, test } from "vitest";
import type { ModelRequest } from "@/lib/engine";
import { groupOfOne } from "@/lib/services/models/group-of-one";
import { CallFailedError, EndpointFailure } from "@/lib/services/models/ports";
import { DRINK_REQUEST, startPoolWithServer } from "./fixtures/pool-with-server";
import { chatCompletion, sendJson } from "./test-server";

const ODD: ModelRequest = { ...DRINK_REQUEST, messages: [{ role: "user", content: "Odd?" }] };

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  );
}

const internal = { error: { message: "CUDA error" } };

test("a call that a server fails on while it answers others has failed for itself", async () => {
  let othersAnswered: (() => void) | undefined;
  const answered = new Promise<void>((resolve) => (othersAnswered = resolve));
  let attempts = 0;
  const { pool, target } = await startPoolWithServer(({ sent, response }) => {
    if (!sent.includes("Odd?")) return sendJson(response, 200, chatCompletion("Tea."));
    attempts += 1;
    const fail = () => sendJson(response, 500, internal);
    if (attempts < 4) return fail();
    void answered.then(fail);
  });
  const failed = failureOf(pool.complete(groupOfOne(target), ODD));
  await expect.poll(() => attempts).toBeGreaterThan(0);
  await pool.complete(groupOfOne(target), DRINK_REQUEST);
  othersAnswered?.();
  const error = await failed;
  expect(error).toBeInstanceOf(CallFailedError);
  expect(error).toMatchObject({ fault: "serverError", reason: "serverError", isProven: true });
  expect(attempts).toBe(4);
});

test("where it answers no other meanwhile, that is not known", async () => {
  const { server, pool, target } = await startPoolWithServer(({ response }) =>
    sendJson(response, 500, internal),
  );
  const error = await failureOf(pool.complete(groupOfOne(target), ODD));
  expect(error).toBeInstanceOf(CallFailedError);
  expect(error).toMatchObject({
    reason: "serverError",
    isProven: false,
    sent: { endpoint: "Lab GPU", model: "tiny" },
  });
  expect(server.bodies).toHaveLength(4);
});

test.each([503, 504, 529])("status %i concerns the load of the server", async (status) => {
  const { pool, target } = await startPoolWithServer(({ response }) =>
    sendJson(response, status, internal),
  );
  const error = await failureOf(pool.complete(groupOfOne(target), ODD));
  expect(error).toBeInstanceOf(EndpointFailure);
  expect(error).not.toBeInstanceOf(CallFailedError);
});
