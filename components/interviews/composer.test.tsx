import { screen } from "@testing-library/react";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import { Composer } from "./composer";

function show({ busy = false, disabled = false } = {}) {
  const onSend = vi.fn();
  function Form() {
    const [text, setText] = useState("");
    return (
      <Composer
        agent="Voter-1"
        text={text}
        busy={busy}
        disabled={disabled}
        onText={setText}
        onSend={onSend}
      />
    );
  }
  return { ...renderInApp(<Form />), onSend };
}

const question = () => screen.getByRole("textbox", { name: "Your question to Voter-1" });
const send = () => screen.getByRole("button", { name: "Send" });

test("has the focus, and sends by Enter without surrounding space", async () => {
  const { user, onSend } = show();
  expect(document.activeElement).toBe(question());
  expect(send()).toHaveProperty("disabled", true);
  await expectAccessible();
  await user.keyboard(" Why?{Enter}");
  expect(onSend).toHaveBeenCalledExactlyOnceWith("Why?");
});

test("Shift+Enter starts a new line", async () => {
  const { user, onSend } = show();
  await user.keyboard("a{Shift>}{Enter}{/Shift}b");
  expect(question()).toHaveProperty("value", "a\nb");
  expect(onSend).not.toHaveBeenCalled();
  await user.click(send());
  expect(onSend).toHaveBeenCalledExactlyOnceWith("a\nb");
});

test.each([{ busy: true }, { disabled: true }])(
  "sends nothing while it must not, and keeps what is typed (%j)",
  async (state) => {
    const { user, onSend } = show(state);
    await user.keyboard("Why?{Enter}");
    await user.click(send());
    expect(onSend).not.toHaveBeenCalled();
    expect(question()).toHaveProperty("value", "Why?");
    await expectAccessible();
  },
);

test("only spaces are no question", async () => {
  const { user, onSend } = show();
  await user.keyboard("  {Enter}");
  expect(onSend).not.toHaveBeenCalled();
});
