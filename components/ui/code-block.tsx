import type { ReactNode } from "react";
import { cn } from "./cn";
import { CopyButton } from "./copy-button";

export interface CodeBlockProps {
  code: string;
  /** Above the text, as "Prompt" or "Raw answer". */
  title?: ReactNode;
  /** A CSS length; longer texts scroll inside. */
  maxHeight?: string | undefined;
  wrap?: boolean | undefined;
  className?: string | undefined;
}

/** Text exactly as it is: a prompt, an answer, JSON. */
export function CodeBlock({
  code,
  title,
  maxHeight = "24rem",
  wrap = true,
  className,
}: CodeBlockProps) {
  return (
    <figure className={cn("relative min-w-0 rounded-md border border-border bg-muted", className)}>
      {title === undefined ? (
        <div className="absolute top-1 right-1">
          <CopyButton text={code} />
        </div>
      ) : (
        <figcaption
          className={cn(
            "flex h-9 items-center justify-between gap-2 border-b border-border pr-1 pl-3",
            "text-sm font-semibold",
          )}
        >
          {title}
          <CopyButton text={code} />
        </figcaption>
      )}
      <pre
        tabIndex={0}
        style={{ maxHeight }}
        className={cn(
          "focus-inset overflow-auto px-3 py-2 font-mono text-sm",
          wrap && "break-words whitespace-pre-wrap",
          title === undefined && "min-h-9 pr-10",
        )}
      >
        {code}
      </pre>
    </figure>
  );
}
