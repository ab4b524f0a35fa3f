import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AnswerField, Review, SaveReview } from "@/lib/contracts/reviews";
import { hasUnsaved, useReviews, toVerdict } from "./review-store";

const fields: AnswerField[] = [
  { name: "text", label: "Text", type: "text", maxLength: 10, optional: false },
];
const start = { saved: toVerdict(null), fields };
const key = "run/1.2";
const entry = () => useReviews.getState().entries[key];
const edit = useReviews.getState().edit;

/** A server that keeps what it is sent. */
function server() {
  const sent: SaveReview[] = [];
  let review: Review = {
    score: null,
    rewrite: null,
    comment: null,
    updatedAt: "2026-01-01T00:00:00Z",
  };
  const save = async (change: SaveReview): Promise<Review> => {
    sent.push(change);
    review = {
      ...review,
      ...(change.score !== undefined && { score: change.score }),
      ...(change.comment !== undefined && { comment: change.comment }),
      ...(change.rewrite !== undefined && { rewrite: change.rewrite }),
    };
    return review;
  };
  return { sent, save };
}

afterEach(() => {
  vi.useRealTimers();
});
beforeEach(() => {
  vi.useFakeTimers();
  useReviews.setState({ entries: {} });
});

describe("useReviews", () => {
  it("saves a score at once and typed text after a pause", async () => {
    const { sent, save } = server();
    edit(key, start, { score: 4 }, save, true);
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toEqual([{ score: 4 }]);
    edit(key, start, { comment: "go" }, save, false);
    edit(key, start, { comment: "good" }, save, false);
    expect(entry()?.state).toBe("waiting");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent).toEqual([{ score: 4 }, { comment: "good" }]);
    expect(entry()?.state).toBe("saved");
    expect(hasUnsaved(useReviews.getState().entries)).toBe(false);
  });

  it("keeps edits when saving fails and sends them again on retry", async () => {
    const { sent, save } = server();
    edit(
      key,
      start,
      { rewrite: { text: "mine" } },
      () => Promise.reject(new Error("No connection.")),
      true,
    );
    await vi.advanceTimersByTimeAsync(0);
    expect(entry()).toMatchObject({
      state: "failed",
      message: "No connection.",
      verdict: { rewrite: { text: "mine" } },
    });
    expect(hasUnsaved(useReviews.getState().entries)).toBe(true);
    await useReviews.getState().flush(key, save);
    expect(sent).toEqual([{ rewrite: { text: "mine" } }]);
    expect(entry()?.state).toBe("saved");
  });

  it("keeps an invalid rewrite unsent and saves the rest", async () => {
    const { sent, save } = server();
    edit(key, start, { score: 2, rewrite: { text: "much too long" } }, save, true);
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toEqual([{ score: 2 }]);
    expect(entry()).toMatchObject({
      state: "incomplete",
      verdict: { rewrite: { text: "much too long" } },
    });
  });

  it("keeps a half-written rewrite as incomplete while the form is loaded again", async () => {
    const { sent, save } = server();
    edit(key, start, { rewrite: { text: "much too long" } }, save, false);
    edit(key, { saved: start.saved, fields: undefined }, { score: 3 }, save, true);
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toEqual([{ score: 3 }]);
    expect(entry()?.state).toBe("incomplete");
  });

  it("sends one request at a time; later edits follow", async () => {
    const { sent, save } = server();
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const slow = async (change: SaveReview) => {
      if (sent.length === 0) {
        const answer = save(change);
        await gate;
        return answer;
      }
      return save(change);
    };
    edit(key, start, { score: 1 }, slow, true);
    await vi.advanceTimersByTimeAsync(0);
    edit(key, start, { score: 5 }, slow, true);
    await vi.advanceTimersByTimeAsync(10);
    expect(sent).toEqual([{ score: 1 }]);
    release();
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toEqual([{ score: 1 }, { score: 5 }]);
    expect(entry()).toMatchObject({ state: "saved", saved: { score: 5 } });
  });

  it("discards a rewrite", async () => {
    const { sent, save } = server();
    edit(
      key,
      { ...start, saved: { score: null, rewrite: { text: "old" }, comment: null } },
      { rewrite: null },
      save,
      true,
    );
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toEqual([{ rewrite: null }]);
  });

  it("accepts, keeps and sends a score before its decision is loaded", async () => {
    const { sent, save } = server();
    const stored = toVerdict({ score: 2, rewrite: { text: "theirs" }, comment: "kept" });
    edit(key, null, { score: 5 }, save, true);
    expect(entry()).toMatchObject({ state: "waiting", verdict: { score: 5 } });
    useReviews.getState().load(key, { saved: stored, fields });
    expect(entry()?.verdict).toEqual({ score: 5, rewrite: { text: "theirs" }, comment: "kept" });
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toEqual([{ score: 5 }]);
  });

  it("keeps the rest of a review that arrives before its decision is loaded", async () => {
    const sent: SaveReview[] = [];
    const save = async (change: SaveReview): Promise<Review> => {
      sent.push(change);
      return {
        score: change.score ?? null,
        rewrite: { text: "theirs" },
        comment: "kept",
        updatedAt: "2026-01-01T00:00:00Z",
      };
    };
    edit(key, null, { score: 5 }, save, true);
    await vi.advanceTimersByTimeAsync(0);
    expect(entry()).toMatchObject({ state: "saved", verdict: { score: 5, comment: "kept" } });
    // Read before the score had been stored: it must not come back.
    useReviews.getState().load(key, {
      saved: toVerdict({ score: 1, rewrite: { text: "theirs" }, comment: "kept" }),
      fields,
    });
    edit(key, { saved: toVerdict(null), fields }, { score: 4 }, save, true);
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toEqual([{ score: 5 }, { score: 4 }]);
    expect(entry()).toMatchObject({
      state: "saved",
      verdict: { score: 4, rewrite: { text: "theirs" }, comment: "kept" },
    });
    expect(hasUnsaved(useReviews.getState().entries)).toBe(false);
  });
});
