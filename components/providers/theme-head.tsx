import { THEME_SCRIPT } from "./theme-script";

/** For the head of the root layout, whose html element needs `suppressHydrationWarning`. */
export function ThemeHead({ nonce }: { nonce?: string | undefined }) {
  return (
    <script
      {...(nonce === undefined ? {} : { nonce })}
      dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }}
    />
  );
}
