import { THEME_SCRIPT } from "./theme-script";

/** For the head of the root layout, whose html element needs `suppressHydrationWarning`. */
export function ThemeHead({ nonce }: { nonce?: string | undefined }) {
  return (
    // Browsers hide the nonce from scripts, React's among them.
    <script
      suppressHydrationWarning
      {...(nonce === undefined ? {} : { nonce })}
      dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }}
    />
  );
}
