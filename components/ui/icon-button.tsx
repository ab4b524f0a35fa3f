"use client";

import { Button, type ButtonProps } from "./button";
import { Tooltip } from "./tooltip";

export type IconButtonProps = Omit<ButtonProps, "square" | "aria-label"> & {
  /** The accessible name, also shown as the tooltip. */
  label: string;
  /** A keyboard shortcut to show in the tooltip. */
  shortcut?: string | undefined;
};

export function IconButton({
  label,
  shortcut,
  variant = "ghost",
  children,
  ...props
}: IconButtonProps) {
  return (
    <Tooltip content={label} shortcut={shortcut}>
      <Button variant={variant} square aria-label={label} {...props}>
        {children}
      </Button>
    </Tooltip>
  );
}
