import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import { makeProgress } from "@/components/testing/fixtures/runs";
import { RunFigures } from "./run-figures";

const show = (change: Parameters<typeof makeProgress>[0]) =>
  renderInApp(<RunFigures progress={makeProgress({ decisions: 10, ...change })} />);

test("without a price, says so next to the embedding tokens", async () => {
  show({ cost: 0, embeddingTokens: 58_000, reused: 0 });
  expect(screen.getByText(/no price set; 58.k embedding tokens/)).toBeDefined();
  await expectAccessible();
});

test("with a price, the cost includes embedding tokens", () => {
  show({ cost: 1.5, embeddingTokens: 58_000, reused: 0 });
  expect(screen.getByText(/incl. 58.k embedding tokens/)).toBeDefined();
});

test("of a run with recorded answers, shows the share of reused ones", () => {
  show({ cost: 0, embeddingTokens: 58_000, reused: 5 });
  expect(screen.getByText("50% reused")).toBeDefined();
});
