"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, type ButtonProps } from "./button";
import { IconButton } from "./icon-button";
import { toast } from "./toast-store";

export type CopyButtonProps = Omit<ButtonProps, "onClick" | "children" | "square"> & {
  text: string | (() => string);
  /** The name of the button, "Copy" if left out. */
  label?: string | undefined;
  /** Shows the label next to the icon. */
  showLabel?: boolean | undefined;
};

const CONFIRMED_MS = 1_500;

export function CopyButton({
  text,
  label = "Copy",
  showLabel = false,
  size = "sm",
  ...props
}: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), CONFIRMED_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof text === "string" ? text : text());
      setCopied(true);
    } catch {
      // Browsers refuse the clipboard to pages that are not served over HTTPS or from this machine.
      toast.error("The browser did not allow copying", {
        description: "Select the text and copy it with the keyboard.",
      });
    }
  };

  const icon = copied ? <Check aria-hidden className="text-success" /> : <Copy aria-hidden />;
  const shown = copied ? "Copied" : label;
  if (showLabel) {
    return (
      <Button size={size} onClick={() => void copy()} {...props}>
        {icon}
        <span aria-live="polite">{shown}</span>
      </Button>
    );
  }
  return (
    <IconButton label={shown} size={size} onClick={() => void copy()} {...props}>
      {icon}
    </IconButton>
  );
}
