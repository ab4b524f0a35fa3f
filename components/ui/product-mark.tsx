import { cn } from "./cn";

/** The mark alone: a small closed world with three people in it. */
export function ProductMark({ className }: { className?: string | undefined }) {
  return (
    <svg
      viewBox="0 0 32 32"
      fill="none"
      aria-hidden
      className={cn("size-5 shrink-0 text-primary", className)}
    >
      <circle cx="16" cy="16" r="13" stroke="currentColor" strokeWidth="2.5" />
      <path
        d="M11 12.5 21 11M11 12.5 16.5 21.5M21 11 16.5 21.5"
        stroke="currentColor"
        strokeWidth="1.75"
      />
      <circle cx="11" cy="12.5" r="2.75" fill="currentColor" />
      <circle cx="21" cy="11" r="2.25" fill="currentColor" />
      <circle cx="16.5" cy="21.5" r="3.25" fill="currentColor" />
    </svg>
  );
}
