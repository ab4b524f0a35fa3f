import { onlineManager, useMutation, useQuery } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Providers } from ".";

beforeEach(() => {
  vi.stubGlobal("matchMedia", () => Object.assign(new EventTarget(), { matches: false }));
  onlineManager.setOnline(false);
});
afterEach(() => onlineManager.setOnline(true));

function Page({ write }: { write: () => Promise<string> }) {
  const read = useQuery({ queryKey: ["read"], queryFn: () => Promise.resolve("was read") });
  const mutation = useMutation({ mutationFn: write });
  return (
    <>
      <p>{read.data ?? "is loading"}</p>
      <button onClick={() => mutation.mutate()}>Write</button>
      <p>{mutation.isError ? "was not written" : "no failure"}</p>
    </>
  );
}

test("without a network, requests are made at once, and a failed write is reported", async () => {
  const write = vi.fn(() => Promise.reject(new Error("no connection")));
  render(
    <Providers>
      <Page write={write} />
    </Providers>,
  );
  await screen.findByText("was read");
  await userEvent.click(screen.getByRole("button", { name: "Write" }));
  await screen.findByText("was not written");
  onlineManager.setOnline(true);
  expect(write).toHaveBeenCalledTimes(1);
});
