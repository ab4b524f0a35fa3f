"use client";

import { X } from "lucide-react";
import { useId, useRef, useState, type KeyboardEvent } from "react";
import { Badge } from "./badge";
import { cn } from "./cn";
import { useFieldControl } from "./field-context";
import { controlClasses } from "./input";
import { isKey } from "./keys";

export interface TagInputProps {
  value: readonly string[];
  onValueChange: (value: string[]) => void;
  /** Offered while typing. */
  suggestions?: readonly string[] | undefined;
}

/**
 * Several short texts as one field. Enter, a comma and leaving the field add what was typed;
 * Backspace in an empty field removes the last.
 */
export function TagInput({ value, onValueChange, suggestions = [] }: TagInputProps) {
  const [text, setText] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const aria = useFieldControl({});

  const has = (tag: string) => value.some((known) => known.toLowerCase() === tag.toLowerCase());
  const add = (typed: string) => {
    const added: string[] = [];
    for (const tag of typed.split(",").map((part) => part.trim()))
      if (tag !== "" && !has(tag) && !added.includes(tag)) added.push(tag);
    if (added.length > 0) onValueChange([...value, ...added]);
    setText("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isKey(event, "addTag") && text.trim() !== "") {
      event.preventDefault();
      add(text);
    } else if (isKey(event, "removeTag") && text === "" && value.length > 0)
      onValueChange(value.slice(0, -1));
  };

  return (
    <div
      className={cn(
        controlClasses,
        "flex min-h-8 flex-wrap items-center gap-1 px-1.5 py-1",
        "focus-within:border-ring",
      )}
    >
      {value.map((tag) => (
        <Badge key={tag} className="max-w-full pr-0.5">
          <span className="truncate">{tag}</span>
          <button
            type="button"
            aria-label={`Remove tag ${tag}`}
            className="flex size-6 items-center justify-center rounded-sm hover:bg-accent"
            onClick={() => {
              onValueChange(value.filter((known) => known !== tag));
              input.current?.focus();
            }}
          >
            <X aria-hidden />
          </button>
        </Badge>
      ))}
      <input
        ref={input}
        value={text}
        list={suggestions.length > 0 ? listId : undefined}
        autoComplete="off"
        className="h-6 min-w-24 flex-1 bg-transparent px-0.5 outline-none"
        onChange={(event) =>
          event.target.value.includes(",") ? add(event.target.value) : setText(event.target.value)
        }
        onKeyDown={onKeyDown}
        onBlur={() => add(text)}
        {...aria}
      />
      {suggestions.length > 0 ? (
        <datalist id={listId}>
          {suggestions
            .filter((tag) => !has(tag))
            .map((tag) => (
              <option key={tag} value={tag} />
            ))}
        </datalist>
      ) : null}
    </div>
  );
}
