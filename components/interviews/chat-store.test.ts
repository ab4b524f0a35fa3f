import { beforeEach, expect, it } from "vitest";
import { getDraft, useChatDrafts } from "./chat-store";

const KEY = "run/Voter-3";
const draft = () => getDraft(useChatDrafts.getState().drafts, KEY);

beforeEach(() => useChatDrafts.setState({ drafts: {} }));

it("clears the field when a question is sent, and keeps what is typed meanwhile", () => {
  const {
    setText: write,
    startQuestion: ask,
    completeQuestion: answered,
  } = useChatDrafts.getState();
  write(KEY, " Why? ");
  ask(KEY, "Why?");
  expect(draft()).toEqual({ text: "", pending: { text: "Why?", state: "waiting", problem: null } });
  write(KEY, "And then");
  answered(KEY);
  expect(draft()).toEqual({ text: "And then", pending: null });
});

it("keeps an unanswered question for editing", () => {
  const {
    setText: write,
    startQuestion: ask,
    failQuestion: failed,
    editQuestion: takeBack,
  } = useChatDrafts.getState();
  ask(KEY, "Why?");
  failed(KEY, "No answer came.");
  expect(draft().pending).toEqual({ text: "Why?", state: "failed", problem: "No answer came." });
  write(KEY, "Really");
  takeBack(KEY);
  expect(draft()).toEqual({ text: "Why?\nReally", pending: null });
});
