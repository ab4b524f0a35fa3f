/** Classes of the box and items shared by Select and DropdownMenu. */
export const menuClasses =
  "z-50 overflow-y-auto overflow-x-hidden rounded-md border border-foreground/20 bg-popover " +
  "p-1 text-popover-foreground outline-none";

export const itemClasses =
  "relative flex min-h-7 cursor-default items-center gap-2 rounded-sm px-2 py-1 text-base " +
  "outline-none select-none " +
  "data-highlighted:bg-accent data-highlighted:text-accent-foreground data-disabled:opacity-50 " +
  "[&_svg]:size-4 [&_svg]:shrink-0";
