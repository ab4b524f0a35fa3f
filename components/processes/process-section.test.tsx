import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, refusal, renderInApp, serveJson } from "@/components/testing";
import { ProcessSection } from "./process-section";

test("offers another try when the list cannot be loaded", async () => {
  let refuse = true;
  serveJson({
    "GET /api/models/live": () =>
      refuse ? refusal(503, "unavailable", "Busy") : { endpoints: [], workers: 0, processes: [] },
  });
  const { user } = renderInApp(<ProcessSection />);
  await screen.findByText("Busy");
  await expectAccessible();
  refuse = false;
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("No worker is running")).toBeDefined();
});
