/** Characters that an HTTP header can carry. */
const HEADER_SAFE = /^[\x21-\x7e]*$/;

/** An API key without the spaces and line breaks that copying and files add around it. */
export const trimApiKey = (key: string): string => key.trim();

/** Returns why a trimmed text cannot be an API key, or null. Never repeats the text. */
export function apiKeyProblem(key: string): string | null {
  if (HEADER_SAFE.test(key)) return null;
  if (/^bearer\s/i.test(key)) return "Enter the key alone, without “Bearer” before it.";
  return /\s/.test(key)
    ? "The key contains spaces or line breaks, which no key has. Copy it again, as one word."
    : "The key contains characters that no key has. Copy it again.";
}
