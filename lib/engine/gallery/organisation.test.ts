import { describe, expect, it } from "vitest";
import { organisation } from "@/lib/domain/gallery/organisation";
import { plausibleAnswer } from "../run/fixtures/answers";
import {
  type Data,
  createTemplateRunner,
  type TemplateRunOptions,
} from "./fixtures/template-runner";

const play = createTemplateRunner(organisation);
type Answer = NonNullable<TemplateRunOptions["answer"]>;

/** Plausible answers with some fields fixed. */
const answering =
  (fixed: Readonly<Record<string, unknown>>): Answer =>
  (request, prompt) => {
    const values = JSON.parse(plausibleAnswer(request)) as Record<string, unknown>;
    if (prompt.includes('"hours"')) return JSON.stringify({ ...values, hours: 45 });
    const response = prompt.includes('"message"') ? fixed["notice"] : fixed["respond"];
    return JSON.stringify(
      "response" in values && response !== undefined ? { ...values, response } : values,
    );
  };

const count = (rows: readonly Data[], attribute: string, ...values: readonly unknown[]): number =>
  rows.filter((row) => values.includes(row[attribute])).length;

const CASES = [
  ["plausible answers", plausibleAnswer, {}],
  ["a steep hierarchy", plausibleAnswer, { span: 1, employees: 7 }],
  [
    "everybody gives up",
    answering({ notice: "tell my supervisor", respond: "give up the task" }),
    { problems: 1 },
  ],
  ["no usable answers", () => "I do not know.", {}],
] as const;

describe("the organisation", () => {
  it.each(CASES)(
    "conserves tasks and lets reports flow only along the tree: %s",
    async (_, answer, parameters) => {
      const { snapshots, end, problems } = await play({
        parameters: { employees: 20, weeks: 6, load: 0.8, ...parameters },
        answer,
      });
      expect(problems).toEqual([]);
      const staff = end.rows("Employee");
      expect(end.rows("Leads")).toHaveLength(staff.length - 1);
      const supervisorOf = new Map(end.rows("Leads").map(({ source, target }) => [target, source]));
      const leaders = new Set(supervisorOf.values());
      const levels = new Map(staff.map(({ id, level }) => [id as unknown, Number(level)]));
      for (const [below, above] of supervisorOf)
        expect(levels.get(below)).toBe((levels.get(above) ?? Number.NaN) + 1);
      for (const now of snapshots) {
        const tasks = now.rows("Task");
        const counters = now.rows("world")[0]!;
        // Created = open + done + dropped, by the counters and by the rows.
        expect(tasks).toHaveLength(Number(counters["created"]));
        expect([count(tasks, "state", "done"), count(tasks, "state", "dropped")]).toEqual([
          counters["done"],
          counters["dropped"],
        ]);
        expect(count(tasks, "state", "open", "done", "dropped")).toBe(tasks.length);
        if (now.key !== "survey") continue;
        expect(
          tasks.filter(
            ({ owner, hours, effort }) =>
              leaders.has(owner ?? null) || Number(hours) > Number(effort),
          ),
        ).toEqual([]);
        const reports = now.rows("Report");
        const owners = new Map(tasks.map(({ id, owner }) => [id as unknown, owner]));
        // Every report goes to the supervisor, and a report passed on by someone above its origin
        // was reported to them before.
        const passed = new Set(
          reports
            .filter(({ status }) => status === "passed")
            .map(({ task, receiver }) => `${String(task)} ${String(receiver)}`),
        );
        const unexpected = reports.filter(
          ({ task, origin, sender, receiver }) =>
            supervisorOf.get(sender ?? null) !== receiver ||
            owners.get(task) !== origin ||
            passed.has(`${String(task)} ${String(sender)}`) !== (sender !== origin),
        );
        expect(unexpected).toEqual([]);
        expect(
          count(
            reports.filter(({ round }) => Number(round) < now.round),
            "status",
            "waiting",
          ),
        ).toBe(0);
      }
      expect(end.rows("Task").length).toBeGreaterThan(3);
    },
  );

  it("spends at most the hours of a week on tasks", async () => {
    const { snapshots } = await play({ parameters: { employees: 20, weeks: 6, problems: 0 } });
    let spent = 0;
    snapshots.forEach((now, index) => {
      if (now.key !== "work") return;
      const before = new Map(
        snapshots[index - 1]!.rows("Task").map(({ id, hours }) => [id, Number(hours)]),
      );
      for (const { id, worked, spare } of now.rows("Employee")) {
        const own = now.rows("Task").filter(({ owner }) => owner === id);
        const progress = own.reduce(
          (sum, task) => sum + Number(task["hours"]) - (before.get(task.id) ?? 0),
          0,
        );
        if (progress > 0) expect(progress).toBeCloseTo(Number(worked) - Number(spare), 9);
        spent += progress;
      }
    });
    expect(spent).toBeGreaterThan(500);
  });

  it("drops all known problems if all speak up and are heard, none if none do", async () => {
    const parameters = { employees: 20, weeks: 6, problems: 1 };
    const heard = await play({
      parameters,
      answer: answering({ notice: "tell my supervisor", respond: "have it put right" }),
    });
    expect(heard.rounds.at(-1)).toMatchObject({ acted: 1, faulty: 0 });
    for (const { voice, silence } of heard.rounds.slice(1))
      if (voice !== null) expect([voice, silence]).toEqual([1, 0]);
    const silent = await play({ parameters, answer: answering({ notice: "leave it as it is" }) });
    expect(silent.rounds.at(-1)).toMatchObject({ acted: null, top: null, faulty: 1 });
    expect(silent.end.rows("Report")).toEqual([]);
    const mended = await play({ parameters, answer: answering({ notice: "put it right myself" }) });
    expect(mended.rounds.at(-1)).toMatchObject({ faulty: 0 });
    expect(mended.rounds.at(-1)?.["done"]).toBeLessThan(heard.rounds.at(-1)?.["done"] ?? 0);
  });

  it("passes a report on to the top, one level per week", async () => {
    // A chain: with one employee per supervisor, the last of five reports through four levels.
    const { end, commits } = await play({
      parameters: { employees: 5, span: 1, weeks: 5, problems: 1, load: 0 },
      answer: answering({
        notice: "tell my supervisor",
        respond: "pass it on to my own supervisor",
      }),
    });
    const reports = end
      .rows("Report")
      .filter(({ task }) => task === "Task-1")
      .slice(0, 4);
    expect(
      reports.map(({ sender, receiver, round, status }) => [sender, receiver, round, status]),
    ).toEqual([
      ["Employee-5", "Employee-4", 1, "passed"],
      ["Employee-4", "Employee-3", 1, "passed"],
      ["Employee-3", "Employee-2", 2, "passed"],
      [
        "Employee-2",
        "Employee-1",
        3,
        expect.stringMatching(/acted|left|dropped|unanswered|waiting/),
      ],
    ]);
    const messages = commits
      .flatMap(({ memories }) => memories)
      .map(({ agent, text }) => `${agent}: ${text}`);
    expect(
      messages.filter((text) => /^Employee-4: You had told .* passed it on/.test(text)).length,
    ).toBeGreaterThan(0);
  });

  it("asks about the climate only in survey weeks, and invites reports if enabled", async () => {
    const { rounds, commits } = await play({
      parameters: { employees: 13, weeks: 6, survey: 3, invitation: true },
    });
    expect(rounds.map(({ safety }) => safety !== null)).toEqual([
      false,
      true,
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(
      commits
        .filter(
          ({ step, rows }) =>
            step.key === "survey" && rows.some(({ table }) => table === "Employee"),
        )
        .map(({ step }) => step.round),
    ).toEqual([1, 4]);
    const invited = commits.filter(({ memories }) =>
      memories.some(({ text }) => text.startsWith("The management wrote")),
    );
    expect(invited.map(({ step, memories }) => [step.round, memories.length])).toEqual([[4, 13]]);
    const none = await play({ parameters: { employees: 13, weeks: 6 } });
    expect(
      none.commits.some(({ memories }) =>
        memories.some(({ text }) => text.startsWith("The management wrote")),
      ),
    ).toBe(false);
  });
});
