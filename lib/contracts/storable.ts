import { storableText } from "@/lib/domain/text/storable-text";

/** For `refine`: whether a text has no character that the database cannot hold. */
export const isStorable = (text: string): boolean => storableText(text) === text;

/** The message where it has one. */
export const NOT_STORABLE =
  "Remove the character that cannot be stored (NUL or half of a surrogate pair)";
