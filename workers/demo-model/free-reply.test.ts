import { expect, it } from "vitest";
import { writeFreeReply } from "./free-reply";
import { Draws } from "./hash";
import { Persona } from "./persona";
import { PromptReading } from "./prompt-reading";

const reply = (profile: string, question: string) =>
  writeFreeReply(
    new Persona(
      new PromptReading([
        { role: "system", content: "You take part in a study." },
        { role: "user", content: `${profile}\n\n${question}` },
      ]),
    ),
    new Draws(7),
  );

it("tells what the profile says in the first person, as subject and as object", () => {
  const text = reply(
    "You are Ann. Politically you lean left, and people who know you would call you curious.",
    "Politically, do you lean left, and would people call you curious?",
  );
  expect(text).toContain("Politically I lean left, and people who know me would call me curious.");
});
