"use client";

import { Send } from "lucide-react";
import { useEffect, useRef, type KeyboardEvent } from "react";
import { Button } from "@/components/ui/button";
import { isKey } from "@/components/ui/keys";
import { Kbd } from "@/components/ui/kbd";
import { Textarea } from "@/components/ui/textarea";

export interface ComposerProps {
  agent: string;
  text: string;
  /** Whether a question is being answered: the reader can write, but not send. */
  busy: boolean;
  disabled: boolean;
  onText: (text: string) => void;
  onSend: (text: string) => void;
}

/** The field for the next question. Enter sends, Shift+Enter starts a new line. */
export function Composer({ agent, text, busy, disabled, onText, onSend }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const question = text.trim();
  const send = () => {
    if (question !== "" && !busy && !disabled) onSend(question);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes a word, Enter accepts it.
    if (!isKey(event, "sendQuestion") || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <div className="flex shrink-0 flex-col gap-1 border-t border-border px-4 py-3">
      <div className="flex items-end gap-2">
        <Textarea
          ref={field}
          aria-label={`Your question to ${agent}`}
          rows={1}
          autoGrow
          className="max-h-40 min-h-8!"
          maxLength={4_000}
          placeholder={`Ask ${agent}…`}
          value={text}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <Button
          aria-label="Send"
          square
          loading={busy}
          disabled={disabled || question === ""}
          onClick={send}
        >
          <Send aria-hidden />
        </Button>
      </div>
      <p className="text-xs text-muted-foreground">
        <Kbd>Enter</Kbd> to send, <Kbd>Shift</Kbd> <Kbd>Enter</Kbd> for a new line.
      </p>
    </div>
  );
}
