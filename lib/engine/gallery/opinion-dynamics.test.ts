import { describe, expect, it } from "vitest";
import { opinionDynamics } from "@/lib/domain/gallery/opinion-dynamics";
import type { ModelRequest } from "../base/ports";
import { plausibleAnswer } from "../run/fixtures/answers";
import { createTemplateRunner, type TemplateRun } from "./fixtures/template-runner";

const play = createTemplateRunner(opinionDynamics);

const opinions = ({ snapshots, end }: TemplateRun): { first: number[]; last: number[] } => {
  const of = (snapshot: typeof end) => snapshot.rows("Voter").map(({ opinion }) => Number(opinion));
  return { first: of(snapshots[0]!), last: of(end) };
};

/** Answers the question about the opinion by a rule and everything else plausibly. */
const answerByRule =
  (rule: (opinion: number) => number, cut = false) =>
  (request: ModelRequest, prompt: string): string => {
    if (prompt.includes('"opinion"'))
      return JSON.stringify({
        opinion: rule(Number(/you stand at (-?[\d.]+) on/.exec(prompt)?.[1])),
        why: "So.",
      });
    if (prompt.includes('"whom"'))
      return JSON.stringify({ whom: cut ? (/"(Voter-\d+)"/.exec(prompt)?.[1] ?? null) : null });
    return plausibleAnswer(request);
  };

describe("opinion dynamics", () => {
  it("keeps all opinions if agents never change their minds", async () => {
    const run = await play({
      parameters: { voters: 30 },
      answer: answerByRule((opinion) => opinion),
    });
    const { first, last } = opinions(run);
    expect(last).toEqual(first);
    expect(new Set(run.rounds.map(({ polarisation }) => polarisation?.toFixed(12))).size).toBe(1);
  });

  it("converges to the mean if all give way, by at most the limit per round", async () => {
    const run = await play({
      parameters: { voters: 30, step: 0.5 },
      answer: answerByRule(
        (opinion) => opinion - Math.sign(opinion) * Math.min(0.5, Math.abs(opinion)),
      ),
    });
    const { first, last } = opinions(run);
    // Six rounds of half a point.
    first.forEach((opinion, voter) =>
      expect(last[voter]).toBeCloseTo(Math.sign(opinion) * Math.max(0, Math.abs(opinion) - 3), 6),
    );
    const spread = run.rounds.map(({ polarisation }) => polarisation ?? 0);
    expect(spread).toEqual([...spread].sort((left, right) => right - left));
  });

  it("removes exactly the ties that agents cut, and none if that is not allowed", async () => {
    const away = answerByRule(
      (opinion) => Math.max(-5, Math.min(5, opinion + Math.sign(opinion))),
      true,
    );
    const run = await play({ parameters: { voters: 40, posting: 1 }, answer: away });
    const ties = run.snapshots.map((snapshot) => snapshot.rows("Friends").length);
    expect(run.rounds.at(-1)?.["cuts"]).toBeGreaterThan(0);
    for (const { cuts, friendsPerVoter } of run.rounds)
      expect((friendsPerVoter! * 40) / 2 + cuts!).toBeCloseTo(ties[0]!, 9);
    const unchanged = await play({
      parameters: { voters: 40, posting: 1, unfriend: false },
      answer: away,
    });
    expect([unchanged.rounds.at(-1)?.["cuts"], unchanged.end.rows("Friends").length]).toEqual([
      0,
      ties[0],
    ]);
  });

  it("rejects answers beyond the largest change", async () => {
    const run = await play({
      parameters: { voters: 20, step: 1 },
      answer: answerByRule((opinion) => (opinion > 0 ? -5 : 5)),
    });
    const { first, last } = opinions(run);
    expect(last).toEqual(first);
  });
});
