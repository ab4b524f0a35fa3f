import { describe, expect, it } from "vitest";
import { scenario, type ScenarioDocument } from "@/lib/domain/scenario";
import { compileScenario } from "../run/compile-scenario";
import type { Memory, Simulation } from "../base/contract";
import { plausibleAnswer } from "../run/fixtures/answers";
import { minimal, OPINION } from "../run/fixtures/opinion";
import { openSimulation } from "../run/simulation";
import { simulate } from "../run/simulate";

function ready(parts: Partial<ScenarioDocument>): Simulation {
  const sim = openSimulation(compileScenario(minimal(parts)), { parameters: {}, seed: 1 });
  sim.commit([]);
  return sim;
}

const JOBS: Partial<ScenarioDocument> = {
  instructions: "Answer as the person described.",
  agents: {
    Person: {
      count: 2,
      attributes: {
        skill: { type: "integer", init: 7, visible: "public" },
        wage: { type: "number", init: 1234.5678 },
      },
      profile: "You earn {{ self.wage | round: 1 }}.",
      memory: { kind: "short", keep: 2 },
    },
  },
  tables: {
    Job: {
      attributes: {
        title: { type: "text", label: "post" },
        pay: { type: "number" },
        secret: { type: "text", visible: "nobody" },
      },
      rows: [
        { title: "Clerk", pay: 10.12345, secret: "hidden-1" },
        { title: "Cook", pay: 12, secret: "hidden-2" },
      ],
    },
  },
  views: { jobs: { from: "Job", rank: "row.pay" } },
  actions: {
    apply: {
      label: "Apply for a job",
      description: "One application per round.",
      prompt: "These are open.",
      inputs: {
        job: { type: "ref", view: "jobs" },
        colleague: { type: "ref", from: "Person.filter(p, p != self)", optional: true },
      },
    },
    wait: { label: "Wait", prompt: "" },
  },
};

const MEMORY: Memory = {
  version: 1,
  seq: 0,
  round: 1,
  kind: "told",
  text: "",
  importance: 0.5,
  embedding: null,
};

describe("a prompt", () => {
  it("states profile, memories, task and answer format, and omits empty parts", () => {
    const sim = ready({ ...JOBS, phases: [{ id: "act", decide: "Person", do: ["apply"] }] });
    const memories = ["You were born.", "You lost\n a job.", "You moved."].map((text, round) => ({
      ...MEMORY,
      version: round,
      round,
      text,
    }));
    const request = sim.request(sim.plan()[0]!, memories);
    expect(request.system).toBe("Answer as the person described.");
    expect(request.user).toBe(
      [
        "You earn 1234.6.",
        "What you remember:\n- Round 1: You lost a job.\n- Round 2: You moved.",
        "These are open.",
        [
          "Answer with one JSON object and nothing else. Its fields:",
          '- "job": the id of one of the options:',
          '  "Job-2": post: Cook, pay: 12',
          '  "Job-1": post: Clerk, pay: 10.123',
          '- "colleague": the id of one of the options, or null:',
          '  "Person-2": skill: 7',
        ].join("\n"),
      ].join("\n\n"),
    );
    expect(sim.request(sim.plan()[0]!, []).user).not.toContain("remember");
    expect(request.model.messages.map(({ role }) => role)).toEqual(["system", "user"]);
  });

  it("puts each offered action under its label", () => {
    const sim = ready({
      ...JOBS,
      phases: [{ id: "act", decide: "Person", do: ["apply", "wait"] }],
    });
    const { user, model, answer } = sim.request(sim.plan()[0]!, []);
    expect(user).toContain(
      "You may do one of the following.\n\nApply for a job:\nThese are open.\n\nWait\n\n" +
        "Choose one action.",
    );
    expect(model.schema?.name).toBe("choice");
    expect(sim.readAnswer(sim.plan()[0]!, answer, '{"choice": {"action": "wait"}}')).toEqual({
      ok: true,
      action: "wait",
      values: {},
    });
  });

  it("is reproducible for an agent and context, seed included, and differs between agents", () => {
    const [one, other] = [
      ready({ ...JOBS, phases: [{ id: "act", decide: "Person", do: ["apply"] }] }),
      ready({ ...JOBS, phases: [{ id: "act", decide: "Person", do: ["apply"] }] }),
    ];
    const [first, second] = one.plan();
    expect(one.request(first!, [])).toEqual(other.request(first!, []));
    const { seed } = one.request(first!, []).model;
    expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31).toBe(true);
    expect(one.request(second!, []).model.seed).not.toBe(seed);
    expect(one.request(second!, []).model.affinity).not.toBe(
      one.request(first!, []).model.affinity,
    );
  });

  it("requests only the memories that it shows", () => {
    const sim = ready({ ...JOBS, phases: [{ id: "act", decide: "Person", do: ["apply"] }] });
    expect(sim.memoryNeeds(sim.plan())).toEqual([
      { agentType: "Person", latest: 2, embeddings: false, agents: ["Person-1", "Person-2"] },
    ]);
    const silent = ready({
      actions: { go: { prompt: "Go?", inputs: { far: { type: "boolean" } } } },
      phases: [{ id: "act", decide: "Person", do: ["go"] }],
    });
    expect(silent.memoryNeeds(silent.plan())).toEqual([]);
    expect(silent.request(silent.plan()[0]!, [{ ...MEMORY, text: "unseen" }]).user).not.toContain(
      "unseen",
    );
  });

  it("shows nothing that is private to another agent or hidden", async () => {
    const secrets = scenario.parse({
      ...OPINION,
      agents: {
        Voter: {
          ...OPINION.agents["Voter"],
          attributes: {
            ...OPINION.agents["Voter"]?.attributes,
            diary: { type: "text", init: "'diary of ' + self.id" },
            score: { type: "text", init: "'score of ' + self.id", visible: "nobody" },
          },
          profile: "You wrote: {{ self.diary }}; you are {{ self.id }}.",
        },
      },
    });
    let prompts = 0;
    const sim = openSimulation(compileScenario(secrets), { parameters: { voters: 12 }, seed: 4 });
    await simulate(sim, (request) => {
      const text = request.messages.map(({ content }) => content).join("\n");
      const own = /you are (Voter-\d+)\./.exec(text)?.[1];
      const diaries = [...text.matchAll(/diary of (Voter-\d+)/g)].map(([, id]) => id);
      expect(diaries).toEqual([own]);
      expect(text).not.toContain("score of");
      prompts += 1;
      return plausibleAnswer(request);
    });
    expect(prompts).toBeGreaterThan(36);
  });

  it("fails to compile if it names values that its reader may not see", () => {
    const peek = (prompt: string) => () =>
      ready({
        ...JOBS,
        actions: { peek: { prompt, inputs: { ok: { type: "boolean" } } } },
        phases: [{ id: "act", decide: "Person", do: ["peek"] }],
      });
    expect(peek("{% for p in Person %}{{ p.skill }}{% endfor %}")).not.toThrow();
    expect(peek("{% for p in Person %}{{ p.wage }}{% endfor %}")).toThrow(
      /\/actions\/peek\/prompt/,
    );
    expect(peek("{% for j in view.jobs %}{{ j.secret }}{% endfor %}")).toThrow(
      /\/actions\/peek\/prompt/,
    );
  });

  it("shows each agent only what it may know", () => {
    const rendered = ready({
      ...JOBS,
      phases: [
        {
          id: "act",
          rules: [
            {
              forEach: "Person",
              as: "p",
              do: [{ tell: "p", text: "You earn {{ p.wage | round: 1 }}." }],
            },
          ],
        },
      ],
    });
    expect(rendered.commit([]).memories.map(({ agent, text }) => [agent, text])).toEqual([
      ["Person-1", "You earn 1234.6."],
      ["Person-2", "You earn 1234.6."],
    ]);
    expect(() =>
      ready({
        ...JOBS,
        phases: [
          {
            id: "act",
            rules: [{ forEach: "Person", as: "p", do: [{ tell: "Person", text: "{{ p.wage }}" }] }],
          },
        ],
      }),
    ).toThrow(/wage/);
  });
});
