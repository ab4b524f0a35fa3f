import { cva, type VariantProps } from "class-variance-authority";
import {
  cloneElement,
  isValidElement,
  type ComponentProps,
  type MouseEvent,
  type ReactElement,
} from "react";
import { cn } from "./cn";
import { Spinner } from "./spinner";

const buttonVariants = cva(
  "relative inline-flex shrink-0 items-center justify-center gap-2 rounded-md border " +
    "font-semibold whitespace-nowrap select-none " +
    "disabled:pointer-events-none disabled:opacity-50 " +
    "aria-disabled:pointer-events-none aria-disabled:not-aria-busy:opacity-50 " +
    "[&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "border-transparent bg-primary text-primary-foreground hover:bg-primary-hover",
        secondary:
          "border-border bg-card text-foreground hover:bg-accent data-[state=open]:bg-accent",
        ghost:
          "border-transparent bg-transparent text-foreground hover:bg-accent " +
          "data-[state=open]:bg-accent",
        /** Of what cannot be undone, beside other quiet buttons. */
        dangerGhost: "border-transparent bg-transparent text-destructive hover:bg-destructive-soft",
        danger:
          "border-transparent bg-destructive text-destructive-foreground " +
          "hover:bg-destructive-hover",
      },
      size: {
        sm: "h-7 px-2 text-sm",
        md: "h-8 px-3 text-base",
      },
      square: { true: "px-0", false: "" },
    },
    compoundVariants: [
      { square: true, size: "sm", class: "w-7" },
      { square: true, size: "md", class: "w-8" },
    ],
    defaultVariants: { variant: "secondary", size: "md", square: false },
  },
);

type ButtonVariants = VariantProps<typeof buttonVariants>;

export type ButtonProps = ComponentProps<"button"> & {
  variant?: ButtonVariants["variant"] | undefined;
  size?: ButtonVariants["size"] | undefined;
  square?: boolean | undefined;
  /** Keeps the width, shows a spinner over the label and ignores clicks. */
  loading?: boolean | undefined;
  /** Renders the child (a link, say) with the look of a button. */
  asChild?: boolean | undefined;
};

export function Button({
  variant,
  size,
  square,
  loading = false,
  asChild = false,
  className,
  children,
  disabled,
  type,
  onClick,
  ...props
}: ButtonProps) {
  const classes = cn(buttonVariants({ variant, size, square }), className);
  if (asChild)
    return isValidElement<ChildProps>(children)
      ? lendLook(children, { ...props, onClick, className: classes })
      : null;
  return (
    <button
      type={type ?? "button"}
      className={classes}
      disabled={disabled}
      // Not `disabled`: that would take the focus away from whoever pressed it.
      aria-disabled={loading || undefined}
      aria-busy={loading || undefined}
      onClick={loading ? (event) => event.preventDefault() : onClick}
      {...props}
    >
      {loading ? (
        <>
          <span className="absolute inset-0 flex items-center justify-center">
            <Spinner />
          </span>
          <span className="flex items-center gap-2 opacity-0">{children}</span>
        </>
      ) : (
        children
      )}
    </button>
  );
}

type ChildProps = Pick<ComponentProps<"button">, "className" | "onClick">;

/** Gives an element the class and the props of a button; its own props win, handlers run both. */
function lendLook(child: ReactElement<ChildProps>, lent: ChildProps): ReactElement {
  const { className, onClick } = child.props;
  return cloneElement(child, {
    ...lent,
    ...child.props,
    className: cn(lent.className, className),
    ...((onClick ?? lent.onClick) && {
      onClick: (event: MouseEvent<HTMLButtonElement>) => {
        onClick?.(event);
        lent.onClick?.(event);
      },
    }),
  });
}
