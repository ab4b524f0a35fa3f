import { beforeEach, expect, it } from "vitest";
import { draftOf, useChats } from "./chat-store";

const KEY = "run/Voter-3";
const draft = () => draftOf(useChats.getState().drafts, KEY);

beforeEach(() => useChats.setState({ drafts: {} }));

it("empties the field when a question is sent, and keeps what is written meanwhile", () => {
  const { write, ask, answered } = useChats.getState();
  write(KEY, " Why? ");
  ask(KEY, "Why?");
  expect(draft()).toEqual({ text: "", asked: { text: "Why?", state: "waiting", problem: null } });
  write(KEY, "And then");
  answered(KEY);
  expect(draft()).toEqual({ text: "And then", asked: null });
});

it("loses nothing of a question without an answer", () => {
  const { write, ask, failed, takeBack } = useChats.getState();
  ask(KEY, "Why?");
  failed(KEY, "No answer came.");
  expect(draft().asked).toEqual({ text: "Why?", state: "failed", problem: "No answer came." });
  write(KEY, "Really");
  takeBack(KEY);
  expect(draft()).toEqual({ text: "Why?\nReally", asked: null });
});
