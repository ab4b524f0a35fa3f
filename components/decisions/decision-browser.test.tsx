import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";
import {
  answer,
  expectAccessible,
  findToast,
  refusal,
  renderInApp,
  serveJson,
  type ServedRequest,
} from "@/components/testing";
import {
  ANSWER_FIELDS,
  makeDecisionDetail,
  makeDecisionRow,
} from "@/components/testing/fixtures/decisions";
import { makeRun } from "@/components/testing/fixtures/runs";
import type { Review } from "@/lib/contracts/reviews";
import { type DecisionPage, type DecisionRow, type RunDetail } from "@/lib/contracts/runs";
import { DecisionBrowser } from ".";
import { useReviews } from "./review-store";

const ROWS = [
  makeDecisionRow(1, { score: 4, hasRewrite: true }),
  makeDecisionRow(2),
  makeDecisionRow(3, {
    status: "invalid",
    reason: "notJson",
    values: null,
    action: null,
    latencyMs: 0,
  }),
];

const page = (rows: readonly DecisionRow[]): DecisionPage => ({
  rows: [...rows],
  next: null,
  total: rows.length,
  atLeast: false,
});

const RUN = makeRun(
  { status: "completed", version: 9, round: 3, decisions: 3 },
  { actions: [{ name: "post", label: "Write a post", kind: "action" }] },
);
const DECISIONS = "GET /api/runs/run-1/decisions";
const detailRoute = (seq: number) => `${DECISIONS}/1/${String(seq)}`;
const saved = ({ body }: ServedRequest): Review => ({
  score: null,
  rewrite: null,
  comment: null,
  updatedAt: "2026-03-01T12:00:00Z",
  ...(body as Partial<Review>),
});

beforeEach(() => useReviews.setState(useReviews.getInitialState()));

interface Shown {
  path?: string;
  run?: RunDetail;
  routes?: Readonly<Record<string, unknown>>;
}
const show = ({ path = "/runs/run-1/decisions", run = RUN, routes = {} }: Shown = {}) => {
  const requests = serveJson({
    "GET /api/runs/run-1": run,
    [DECISIONS]: page(ROWS),
    ...Object.fromEntries(ROWS.map((row) => [detailRoute(row.seq), makeDecisionDetail(row)])),
    "GET /api/runs/run-1/decisions/*/*/form": { fields: ANSWER_FIELDS },
    "PUT /api/runs/run-1/decisions/*/*/review": saved,
    ...routes,
  });
  return { ...renderInApp(<DecisionBrowser run={run} />, { path }), requests };
};

const row = (agent: string) => screen.findByRole("row", { name: new RegExp(`\\b${agent}\\b`) });
const panel = () => screen.findByRole("dialog");
const heading = async () => within(await panel()).getByRole("heading", { level: 2 }).textContent;
const reviews = (requests: ServedRequest[]) =>
  requests.filter(({ method }) => method === "PUT").map(({ path, body }) => [path, body]);

describe("the table of decisions", () => {
  test("shows labels, answers, states and reviews", async () => {
    show();
    expect((await row("Voter-1")).textContent).toBe(
      "1SpeakVoter-1Write a postopinion: 1 · why: becauseValid840 ms4/5rewritten",
    );
    expect((await row("Voter-3")).textContent).toBe("1SpeakVoter-3–notJsonInvalid–");
    expect(screen.getByText("3 decisions")).toBeDefined();
    await expectAccessible();
  });

  test("filters by agent and state, keeps the filter in the address, and clears it", async () => {
    const { user, requests, router } = show();
    await row("Voter-1");
    await user.type(screen.getByRole("searchbox", { name: "Search agents" }), "Voter-2");
    await waitFor(() => expect(router.current()).toBe("/runs/run-1/decisions?agent=Voter-2"));
    await user.click(screen.getByRole("combobox", { name: "Status" }));
    await user.click(screen.getByRole("option", { name: "Invalid" }));
    await user.click(screen.getByRole("checkbox", { name: "Reviewed by me" }));
    const query = () => requests.filter(({ path }) => path.endsWith("/decisions")).at(-1)?.search;
    await waitFor(() => expect(query()?.get("reviewed")).toBe("yes"));
    expect([query()?.get("agent"), query()?.get("status")]).toEqual(["Voter-2", "invalid"]);
    await user.click(screen.getByRole("button", { name: "Clear filters" }));
    await waitFor(() => expect(router.current()).toBe("/runs/run-1/decisions"));
    expect(screen.getByRole("searchbox", { name: "Search agents" })).toHaveProperty("value", "");
  });

  test("says when no decision passes the filter", async () => {
    show({ path: "/runs/run-1/decisions?round=2", routes: { [DECISIONS]: page([]) } });
    expect(await screen.findByText("No decisions match")).toBeDefined();
    expect(screen.getByRole("combobox", { name: "Round" }).textContent).toBe("Round 2");
  });

  test("offers another try when the decisions could not be loaded", async () => {
    let busy = true;
    const { user } = show({
      routes: { [DECISIONS]: () => (busy ? refusal(503, "unavailable", "Busy") : page(ROWS)) },
    });
    expect(await screen.findByText("The decisions could not be loaded")).toBeDefined();
    expect(screen.queryByText(/^(No|0) decisions/)).toBeNull();
    busy = false;
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await row("Voter-1")).toBeDefined();
  });
});

describe("reading a decision", () => {
  test("shows answer, prompt, raw answer and call", async () => {
    const { user, router } = show();
    await user.click(await row("Voter-1"));
    expect(await heading()).toBe("Voter-1");
    expect(router.current()).toBe("/runs/run-1/decisions?decision=1.1");
    const sheet = within(await panel());
    expect(sheet.getByText("Voter · round 1 · Speak · Write a post")).toBeDefined();
    for (const text of ["What do you think?", "You are a voter.", "1,200 in, 30 out", "US$0.02"])
      expect(sheet.getByText(text)).toBeDefined();
    await expectAccessible();
    await user.click(sheet.getByRole("button", { name: "Close" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(router.current()).toBe("/runs/run-1/decisions");
  });

  test("walks to the next and previous decision by keys and buttons", async () => {
    const { user } = show({ path: "/runs/run-1/decisions?decision=1.1" });
    await waitFor(async () => expect(await heading()).toBe("Voter-1"));
    const button = (name: string) => screen.getByRole("button", { name });
    expect(button("Previous decision").getAttribute("aria-disabled")).toBe("true");
    (await row("Voter-1")).focus();
    await user.keyboard("j");
    await waitFor(async () => expect(await heading()).toBe("Voter-2"));
    await user.click(button("Next decision"));
    await waitFor(async () => expect(await heading()).toBe("Voter-3"));
    expect(button("Next decision").getAttribute("aria-disabled")).toBe("true");
    await user.keyboard("j");
    expect(await heading()).toBe("Voter-3");
    await user.keyboard("kk");
    await waitFor(async () => expect(await heading()).toBe("Voter-1"));
  });

  test("explains an invalid answer, a truncated prompt and a correction", async () => {
    const invalid = makeDecisionDetail(ROWS[2]!, {
      message: "the answer is not JSON",
      usedFallback: true,
      trimmed: "the last 3 of 9 memories",
      corrected: true,
      reused: true,
    });
    show({
      path: "/runs/run-1/decisions?decision=1.3",
      routes: { [detailRoute(3)]: invalid },
    });
    expect((await screen.findByRole("alert")).textContent).toBe(
      "No valid answer, even after retries." +
        "The answer is not JSON. The action's fallback was used instead.",
    );
    expect(screen.getByText(/^Truncated to the token budget: the last 3 of 9/)).toBeDefined();
    expect(screen.getByText("Corrected by a person")).toBeDefined();
    expect(screen.getByText("Recorded answer of an earlier call, at no cost")).toBeDefined();
    await expectAccessible();
  });

  test("says when a decision from the address is not among the rows", async () => {
    const far = makeDecisionDetail(makeDecisionRow(77));
    show({
      path: "/runs/run-1/decisions?decision=1.77",
      routes: { [detailRoute(77)]: far },
    });
    expect(await screen.findByText(/^This decision is not among the loaded rows/)).toBeDefined();
  });

  test("offers another try when the decision could not be loaded", async () => {
    show({
      path: "/runs/run-1/decisions?decision=1.2",
      routes: { [detailRoute(2)]: refusal(404, "notFound", "No such decision.") },
    });
    expect(await screen.findByText("This decision could not be loaded")).toBeDefined();
    await expectAccessible();
  });
});

describe("reviewing a decision", () => {
  const open = async (shown: Shown = {}) => {
    const rendered = show({ path: "/runs/run-1/decisions?decision=1.2", ...shown });
    const review = within(await screen.findByRole("region", { name: "Your review" }));
    await row("Voter-2");
    return { ...rendered, review };
  };
  const PATH = "/api/runs/run-1/decisions/1/2/review";

  test("saves a score by its key, shows it in the table, and clears it", async () => {
    const { user, review, requests } = await open();
    (await row("Voter-2")).focus();
    await user.keyboard("3");
    await waitFor(() => expect(review.getByRole("status").textContent).toBe("Saved"));
    expect((await row("Voter-2")).textContent).toContain("3/5");
    expect(review.getByRole("radio", { name: "3" }).getAttribute("aria-checked")).toBe("true");
    await user.click(review.getByRole("button", { name: "Clear" }));
    await waitFor(() => expect(reviews(requests)).toHaveLength(2));
    expect(reviews(requests)).toEqual([
      [PATH, { score: 3 }],
      [PATH, { score: null }],
    ]);
    await expectAccessible();
  });

  test("saves a comment after a pause in typing", async () => {
    const { user, review, requests } = await open();
    await user.type(review.getByRole("textbox", { name: "Comment" }), "odd");
    expect(review.getByRole("status").textContent).toBe("Saving…");
    await waitFor(() => expect(reviews(requests)).toEqual([[PATH, { comment: "odd" }]]));
  });

  test("rewrites the answer, and saves it only while it is valid", async () => {
    const { user, review, requests } = await open();
    const rewrite = review.getByRole("button", { name: "Rewrite the answer" });
    await waitFor(() => expect(rewrite.hasAttribute("aria-busy")).toBe(false));
    await user.click(rewrite);
    const opinion = await review.findByRole("spinbutton", { name: "Opinion" });
    await waitFor(() => expect(document.activeElement).toBe(opinion));
    expect(opinion).toHaveProperty("value", "2");
    await user.clear(opinion);
    await user.type(opinion, "9");
    expect(review.getByText("At most 5")).toBeDefined();
    await waitFor(() =>
      expect(review.getByRole("status").textContent).toContain("Rewrite not saved"),
    );
    await expectAccessible();
    await user.clear(opinion);
    await user.type(opinion, "-1");
    await waitFor(() =>
      expect(reviews(requests).at(-1)).toEqual([
        PATH,
        { rewrite: { opinion: -1, why: "because" } },
      ]),
    );
    await user.click(review.getByRole("button", { name: "Discard rewrite" }));
    await waitFor(() => expect(reviews(requests).at(-1)).toEqual([PATH, { rewrite: null }]));
  });

  test("keeps an entry that could not be saved, and tries again", async () => {
    let busy = true;
    const { user, review } = await open({
      routes: {
        "PUT /api/runs/run-1/decisions/*/*/review": (request: ServedRequest) =>
          busy ? refusal(503, "unavailable", "Busy.") : saved(request),
      },
    });
    await user.click(review.getByRole("radio", { name: "5" }));
    const alert = await review.findByRole("alert");
    expect(alert.textContent).toContain("Busy. Your entries are kept here.");
    busy = false;
    await user.click(review.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(review.getByRole("status").textContent).toBe("Saved"));
  });

  test("reports a failure after another decision was opened", async () => {
    let fail = (): void => undefined;
    const { user } = await open({
      routes: {
        "PUT /api/runs/run-1/decisions/*/*/review": () =>
          new Promise((resolve) => {
            fail = () => resolve(refusal(503, "unavailable", "Busy."));
          }),
      },
    });
    (await row("Voter-2")).focus();
    await user.keyboard("2j");
    await waitFor(async () => expect(await heading()).toBe("Voter-3"));
    fail();
    expect(await findToast("A review was not saved")).toBeDefined();
  });

  test("offers neither review nor correction to readers", async () => {
    const { requests } = show({
      path: "/runs/run-1/decisions?decision=1.2",
      run: { ...RUN, mayRun: false, mayReview: false },
    });
    await waitFor(async () => expect(await heading()).toBe("Voter-2"));
    expect(screen.queryByRole("region", { name: "Your review" })).toBeNull();
    expect(screen.queryByRole("checkbox", { name: "Reviewed by me" })).toBeNull();
    expect(requests.map(({ path }) => path).filter((path) => path.endsWith("/form"))).toEqual([]);
  });
});

describe("forking with a corrected answer", () => {
  const open = async (fork: unknown) => {
    const rendered = show({
      path: "/runs/run-1/decisions?decision=1.2",
      routes: {
        "POST /api/runs/run-1/fork": fork,
        "GET /api/runs/run-1/fork": { origin: null, forks: [], points: [] },
      },
    });
    const trigger = { name: "Fork with a corrected answer…" };
    await rendered.user.click(await screen.findByRole("button", trigger));
    return { ...rendered, form: within(screen.getByRole("form", { name: "Corrected answer" })) };
  };
  const submit = () => screen.getByRole("button", { name: "Fork" });

  test("sends the corrected answer and opens the new run", async () => {
    const { user, form, requests, router } = await open(
      answer(201, { runId: "run-9", studyId: "study-1" }),
    );
    const opinion = form.getByRole("spinbutton", { name: "Opinion" });
    await expectAccessible();
    await user.clear(opinion);
    expect(submit()).toHaveProperty("disabled", true);
    await user.type(opinion, "5");
    await user.click(submit());
    await waitFor(() => expect(router.current()).toBe("/runs/run-9"));
    expect(requests.find(({ method }) => method === "POST")?.body).toEqual({
      correction: {
        version: 1,
        seq: 2,
        action: "post",
        values: { opinion: 5, why: "because" },
      },
    });
  });

  test("keys typed there do not score the decision behind", async () => {
    const { user, form, requests } = await open(refusal(409, "conflict", "No."));
    await user.click(form.getByRole("textbox", { name: "Reason" }));
    await user.keyboard("5");
    submit().focus();
    await user.keyboard("4");
    expect(reviews(requests)).toEqual([]);
  });

  test("lists what the server refuses", async () => {
    const { user } = await open(
      refusal(422, "invalid", "The correction is invalid.", [
        { pointer: "/correction/values/opinion", message: "Use an even number" },
      ]),
    );
    await user.click(submit());
    expect(await screen.findByText("The fork was not created")).toBeDefined();
    expect(screen.getByRole("list", { name: "Problems" }).textContent).toContain(
      "Use an even number",
    );
  });
});

test("warns before the page is left with unsaved entries", async () => {
  const { user } = show({
    path: "/runs/run-1/decisions?decision=1.2",
    routes: {
      "PUT /api/runs/run-1/decisions/*/*/review": refusal(503, "unavailable", "Busy."),
    },
  });
  const leave = () => {
    const event = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  };
  const review = within(await screen.findByRole("region", { name: "Your review" }));
  expect(leave()).toBe(false);
  await user.click(review.getByRole("radio", { name: "1" }));
  await expect.poll(leave).toBe(true);
});

test("says when retention deleted the prompt and the raw answer of a decision", async () => {
  const [first] = ROWS;
  if (first === undefined) throw new Error("no rows");
  show({
    path: "/runs/run-1/decisions?decision=1.1",
    run: { ...RUN, promptsDeletedAt: "2026-12-01T10:00:00.000Z" },
    routes: {
      [detailRoute(1)]: makeDecisionDetail(first, { system: null, prompt: null, raw: null }),
    },
  });
  const opened = await panel();
  expect(await within(opened).findAllByText(/^Deleted by retention on/)).toHaveLength(2);
  expect(within(opened).queryByText(/No model call was made/)).toBeNull();
  await expectAccessible();
});

test("the panel names the agent, and what was empty in its prompt", async () => {
  const row = makeDecisionRow(1, { names: { "Voter-1": "Ada Bell" } });
  const detail = makeDecisionDetail(row, { nullValues: "self.income; row.price | round: 2" });
  show({
    path: "/runs/run-1/decisions?decision=1.1",
    routes: { [DECISIONS]: page([row]), [detailRoute(1)]: detail },
  });
  const shown = within(await panel());
  expect(await shown.findByRole("heading", { name: "Ada Bell Voter-1" })).toBeDefined();
  expect(shown.getByText(/^Without a value, and so empty in the prompt/).textContent).toBe(
    "Without a value, and so empty in the prompt: self.income, row.price | round: 2.",
  );
  await expectAccessible();
});

test("lists decisions with empty values in their prompts, until that is cleared", async () => {
  const { user, requests, router } = show({ path: "/runs/run-1/decisions?nullValues=yes" });
  const filter = await screen.findByRole("checkbox", { name: "Empty value in the prompt" });
  expect(requests.some(({ search }) => search.get("nullValues") === "yes")).toBe(true);
  await user.click(filter);
  await waitFor(() => expect(router.current()).toBe("/runs/run-1/decisions"));
  expect(screen.queryByRole("checkbox", { name: "Empty value in the prompt" })).toBeNull();
});
